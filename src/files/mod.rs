//! Floor 1: companion files of the user's files, and the user's own small files, opened and named so that no other user of the folder can redirect them
//! (spec section 10).

mod companion;
mod identity;
mod key;
mod last_time;
mod name;
mod owner;
mod randomness;
mod spool;

pub use companion::{Companion, CompanionError};
pub use identity::FileId;
pub use key::UserKey;
pub use last_time::{remember_done, was_done_within};
pub use name::{TEMPORARY, check_name_fits, give_name, name_open_file, release_name, sync_folder_of, take_name};
pub use owner::{Owner, create_private, give_to_owner_of, make_private_folder, own_user};
pub use randomness::check_randomness;
pub use spool::{SpoolError, spool_stdin};
