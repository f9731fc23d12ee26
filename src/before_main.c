/* A stdout that was closed at the start (`contacts list >&-`) must stay one that takes nothing. Before Rust's main begins, its
 * runtime opens /dev/null there, and whatever is told would count as written; so this comes first and opens it for reading
 * alone, where every write is an error. Not before main, and not in Rust: there it would take `unsafe`.
 *
 * In a root without /dev/null that runtime ends the program for any of the three that is closed, without a word. There each
 * becomes the reading end of a pipe that nobody writes to: stdin is at its end, and every write is an error. */
#include <fcntl.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static int is_closed(int file) { return fcntl(file, F_GETFD) == -1; }

/* Puts the reading end of a pipe in the place of a file that is closed. */
static void open_pipe_at(int file) {
  int ends[2];
  if (pipe(ends) == -1)
    return;
  close(ends[1]);
  if (ends[0] != file) {
    dup2(ends[0], file);
    close(ends[0]);
  }
}

__attribute__((constructor)) static void keep_closed_stdout_honest(void) {
  int null, file;
  if (is_closed(STDOUT_FILENO)) {
    null = open("/dev/null", O_RDONLY);
    if (null != -1 && null != STDOUT_FILENO) {
      dup2(null, STDOUT_FILENO);
      close(null);
    }
  }
  if (access("/dev/null", F_OK) == 0)
    return;
  for (file = STDIN_FILENO; file <= STDERR_FILENO; file++) {
    if (is_closed(file))
      open_pipe_at(file);
  }
}

/* Memory that one thread takes and another gives back stays in the arena of the first. With an arena for each of its six
 * threads an import of 199,999 rows into 1,000,000 contacts took 98 MB at its peak; with two it takes 4 MB less, in the same
 * time. */
#ifdef __GLIBC__
__attribute__((constructor)) static void share_arenas(void) {
  mallopt(M_ARENA_MAX, 2);
}
#endif
