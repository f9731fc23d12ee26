//! The list of the output files that a user's imports wrote, by which they are recognised where nothing else knows them.
//!
//! A workspace that was restored from a copy remembers the files of the days before it, and on a disk without extended
//! attributes a file does not carry its digest. The list is in the user's own folder for state: no restored workspace takes
//! it back.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::atomic::Hasher;
use crate::files::{Companion, CompanionError, make_private_folder};
use crate::model::FileDigest;

/// Length of a line, in bytes: the digest of the path, a blank, the digest of the content, a line end. No name of a file is
/// in the list.
const LINE_BYTES: usize = 64 + 1 + 64 + 1;
/// Number of lines from which the older half is dropped.
const MAX_LINES: usize = 2000;

/// Adds a file that was just written to the list.
///
/// # Errors
/// The list, or its folder, cannot be made or written.
pub fn add_to_written_list(list: &Path, output: &Path, written: &FileDigest) -> Result<(), CompanionError> {
    list.parent().map_or(Ok(()), make_private_folder)?;
    let mut file = companion(list).open_or_create()?;
    file.lock()?;
    if file.metadata()?.len() >= (LINE_BYTES * MAX_LINES) as u64 {
        drop_older_half(&mut file)?;
    }
    file.seek(SeekFrom::End(0))?;
    Ok(file.write_all(format!("{} {}\n", digest_of_path(output), written.digest).as_bytes())?)
}

/// Returns the digests of what was written to a path, as far as the list goes back; none where it cannot be read.
pub fn written_digests(list: &Path, output: &Path) -> Vec<String> {
    let text = match companion(list).open_to_read() {
        Ok(Some(file)) => file.lock_shared().and_then(|()| read(&file)).unwrap_or_default(),
        _ => return Vec::new(),
    };
    let begin = format!("{} ", digest_of_path(output));
    text.lines().filter_map(|line| line.strip_prefix(&begin)).map(str::to_owned).collect()
}

/// The list as a file of its folder, to whose owner it belongs if root writes it.
fn companion(list: &Path) -> Companion<'_> {
    Companion { path: list, main: list.parent().unwrap_or(list) }
}

/// Reads the list, and not more than it can be long.
fn read(file: &File) -> io::Result<String> {
    let mut text = String::new();
    file.take((LINE_BYTES * MAX_LINES * 2) as u64).read_to_string(&mut text)?;
    Ok(text)
}

/// Drops the older lines, so that half of the list is left. The newer half is copied over the beginning before the end is
/// cut off: after a crash in between it is there twice, and never gone.
fn drop_older_half(file: &mut File) -> io::Result<()> {
    // What is no list of ours is begun anew.
    let text = read(file).unwrap_or_default();
    let newer = text.get(text.len().saturating_sub(LINE_BYTES * (MAX_LINES / 2))..).unwrap_or_default();
    file.seek(SeekFrom::Start(0))?;
    file.write_all(newer.as_bytes())?;
    file.sync_data()?;
    file.set_len(newer.len() as u64)
}

fn digest_of_path(path: &Path) -> String {
    let mut digest = Hasher::default();
    digest.update(path.as_os_str().as_encoded_bytes());
    digest.finish().digest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(number: usize) -> FileDigest {
        FileDigest { size: 0, digest: format!("{number:064}") }
    }

    #[test]
    fn what_was_written_to_a_path_is_known_again_and_the_list_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("state/contacts/written");
        let [one, other] = ["/srv/leads.results.csv", "/srv/other.results.csv"].map(Path::new);
        assert!(written_digests(&list, one).is_empty());
        add_to_written_list(&list, one, &written(1)).unwrap();
        add_to_written_list(&list, one, &written(2)).unwrap();
        assert_eq!(written_digests(&list, one), [written(1).digest, written(2).digest]);
        assert!(written_digests(&list, other).is_empty());
        for number in 3..=MAX_LINES + 1 {
            add_to_written_list(&list, other, &written(number)).unwrap();
        }
        assert!(written_digests(&list, one).is_empty(), "the oldest are dropped");
        let known = written_digests(&list, other);
        assert_eq!((known.len(), known.last()), (MAX_LINES / 2 + 1, Some(&written(MAX_LINES + 1).digest)));
        assert!(std::fs::metadata(&list).unwrap().len() <= (LINE_BYTES * MAX_LINES) as u64);
    }

    #[test]
    fn a_reader_waits_for_a_writer() {
        let folder = tempfile::tempdir().unwrap();
        let (list, output) = (folder.path().join("written"), Path::new("/x"));
        add_to_written_list(&list, output, &written(1)).unwrap();
        let mut file = companion(&list).open().unwrap().unwrap();
        file.lock().unwrap();
        let text = read(&file).unwrap();
        file.set_len(0).unwrap();
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| written_digests(&list, output));
            std::thread::sleep(std::time::Duration::from_millis(100));
            file.seek(SeekFrom::Start(0)).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            drop(file);
            assert_eq!(reader.join().unwrap(), [written(1).digest]);
        });
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (list, target) = (folder.path().join("written"), folder.path().join("precious"));
        add_to_written_list(&target, Path::new("/x"), &written(1)).unwrap();
        std::os::unix::fs::symlink(&target, &list).unwrap();
        add_to_written_list(&list, Path::new("/x"), &written(2)).unwrap_err();
        assert!(written_digests(&list, Path::new("/x")).is_empty());
        assert_eq!(written_digests(&target, Path::new("/x")).len(), 1);
    }
}
