/* A stdout that was closed at the start (`contacts list >&-`) must stay one that takes nothing. Before Rust's main begins, its
 * runtime opens /dev/null there, and whatever is told would count as written; so this comes first and opens it for reading
 * alone, where every write is an error. Not before main, and not in Rust: there it would take `unsafe`. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Memory that one thread takes and another gives back stays in the arena of the first. With an arena for each of its six
 * threads an import of 199,999 rows into 1,000,000 contacts took 98 MB at its peak; with two it takes 4 MB less, in the same
 * time. */
#ifdef __GLIBC__
#include <malloc.h>
__attribute__((constructor)) static void share_arenas(void) {
  mallopt(M_ARENA_MAX, 2);
}
#endif

__attribute__((constructor)) static void keep_closed_stdout_honest(void) {
  if (fcntl(STDOUT_FILENO, F_GETFD) != -1)
    return;
  int null = open("/dev/null", O_RDONLY);
  if (null != -1 && null != STDOUT_FILENO) {
    dup2(null, STDOUT_FILENO);
    close(null);
  }
}
