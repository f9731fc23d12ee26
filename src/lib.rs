//! The library behind `contacts`, and the plan of its rooms.
//!
//! `contacts` imports contact lists from CSV files into a workspace, one SQLite file. Data flows down this page; a room
//! uses rooms of lower floors only, and the rooms of one floor do not know each other.
//!
//! ```text
//!   leads.csv ──▶ source ──▶ mapping ──▶ values ──▶ matching ──▶ a planned row ──┬──▶ review: counts and shows it
//!                 bytes to   cells to    text to    purpose × hits               └──▶ apply:  writes contact, journal,
//!                 rows       fields      values     to an action                              result row
//!                                                      ▲                                          │
//!                                                      └──────── workspace (SQLite) ◀─────────────┘
//! ```
//!
//! | floor | room | what is done there |
//! |---|---|---|
//! | 6 | `cli` | arguments, one file per command, errors with hints, exit codes |
//! | 5 | [`ops`] | the use cases, without a terminal: settings and trust, saved mappings, edits, merges, duplicates, notifications, diagnosis |
//! | 5 | `ui` | the only room that touches the terminal: progress, prompts, tables, sanitised text |
//! | 4 | [`import`] | the pipeline that joins the rooms: prescan, plan, review, apply |
//! | 4 | [`session`] | the manifest beside the source: an import in preparation, sealed, with the rules of its going on |
//! | 3 | [`profile`] | what the cells of a column show as a whole: classes, countries of phone numbers, words for nothing, shapes |
//! | 2 | [`source`] | the CSV file as a stream of batches: encoding, dialect, preflight, rows with physical lines, digest |
//! | 2 | [`mapping`] | header to fields, compiled once; suggestions for the rest, exports recognised as a whole |
//! | 2 | [`values`] | one cell's text to a canonical value or a finding |
//! | 2 | [`matching`] | pure: duplicates in the file, purpose × hits to an action, the merged fields |
//! | 2 | [`workspace`] | SQLite, the only room that knows SQL: file, schema, fields, contacts, writing, changes, history, undo |
//! | 2 | [`report`] | results, errors and export files, pages to share |
//! | 2 | [`notify`] | tells people and programs elsewhere how an import has ended: e-mail, a command |
//! | 1 | [`files`] | files beside the user's, opened without following links and named over nothing |
//! | 0 | [`model`] | plain types that the rooms share |
//!
//! The file is read three or four times, each time from its beginning and in bounded memory:
//!
//! 1. *Preflight* ([`source::Source::open`]): encoding, delimiter, widths and number of rows. They are facts about all rows, so
//!    no row can be read right before the last one was seen. SHA-256 of the file is taken here; later passes are held to it.
//! 2. *Prescan* ([`import::Import::prepare`]): the identifier of each row and the look of the phone column. Rows that share an
//!    identifier are all errors, also the first, and bare phone numbers are read by what the whole column shows.
//! 3. *Review*, where somebody looks or a guard asks: the whole pipeline, counted and not written, because nothing may be
//!    written before it is known whether it is wanted.
//! 4. *Import*: the same pipeline, in one transaction.
//!
//! A row never walks back: review and import are one pipeline with two sinks, so a review cannot promise what the
//! import does not do. The library neither prints nor reads the environment: it tells events, `ui` draws them.
//! `tests/it/architecture.rs` holds this table, the folders and the `use` lines together.
//!
//! # The library's door
//!
//! What the command does, a program can do. Lock, recovery of files, guards and the transaction belong to the library:
//!
//! ```
//! use contacts::import::Guards;
//! use contacts::model::{Identifier, Purpose};
//! use contacts::ops::ImportSpec;
//! use contacts::workspace::Workspace;
//!
//! # let folder = tempfile::tempdir()?;
//! # let (path, list) = (folder.path().join("workspace.db"), folder.path().join("leads.csv"));
//! # std::fs::write(&list, "First Name,Email\nAnn,ann@example.com\n")?;
//! let workspace = Workspace::open_or_create(&path)?;
//! let mut import = workspace.import(&list, ImportSpec::new(Purpose::AddUpdate).identify_by(Identifier::Email))?;
//! assert_eq!(import.review()?.tally.counts.imported, 1); // Reads, validates and decides; writes nothing.
//! let outcome = import.commit(&Guards::default())?; // Lock, recovery, guards, one transaction, results files.
//! workspace.undo(outcome.import_id)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cli;
pub mod files;
pub mod import;
pub mod mapping;
pub mod matching;
pub mod model;
pub mod notify;
pub mod ops;
pub mod profile;
pub mod report;
pub mod session;
pub mod source;
#[doc(hidden)] // Public for its fuzz target alone.
pub mod ui;
pub mod values;
pub mod workspace;

pub use cli::main;
