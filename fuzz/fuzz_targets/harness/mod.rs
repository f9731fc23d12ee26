//! A small workspace and a file beside which to import it: what the `plan` target works at.

mod rows;

use std::fs;
use std::path::PathBuf;

use contacts::import::{Guards, Import, ImportRequest, Outcome, OutputPlan, RunContext};
use contacts::mapping::{MappingRequest, check_required, compile};
use contacts::model::{
    Cancel, FieldId, FixedClock, ImportTag, NoObserver, OverwritePolicy, Purpose, Target, Timestamp,
};
use contacts::profile::ReadOptions;
use contacts::source::{Source, SourceOptions};
use contacts::workspace::{ContactRecord, Workspace, WorkspaceError};
use tempfile::TempDir;

/// Who is there before: two share an address, one has no number.
const PEOPLE: &str = "First Name,Last Name,Phone Number,Email,Country,Language,Tags\n\
    Ann,Lee,+60123000001,ann@example.com,MY,en,vip\n\
    Bob,,+60123000002,bob@example.com,,,\n\
    Cid,Tan,,bob@example.com,DE,de,\"old,VIP\"\n";

const PHONE: Target = Target::Field(FieldId::PHONE);
const EMAIL: Target = Target::Field(FieldId::EMAIL);

/// Purposes with their identifiers, by the first three bits of the choice.
const PURPOSES: [(Purpose, &[Target]); 8] = [
    (Purpose::Add, &[PHONE]),
    (Purpose::Add, &[EMAIL]),
    (Purpose::Update, &[PHONE]),
    (Purpose::Update, &[EMAIL]),
    (Purpose::Update, &[Target::ContactId]),
    (Purpose::AddUpdate, &[PHONE]),
    (Purpose::AddUpdate, &[EMAIL]),
    (Purpose::AddAll, &[]),
];

/// The choice that adds everybody, by their own headers alone.
const ADD_ALL: u8 = 7;

/// A folder with a workspace and the file, and what is to be done with it.
pub struct Harness {
    pub workspace: Workspace,
    folder: TempDir,
    choice: u8,
    clock: FixedClock,
    cancel: Cancel,
}

impl Harness {
    /// A harness with the people and this file; `None` when the file is refused, which needs no harness.
    #[allow(clippy::disallowed_methods, reason = "the input is no output")]
    pub fn new(choice: u8, file: &[u8]) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let (leads, cancel) = (folder.path().join("leads.csv"), Cancel::default());
        fs::write(&leads, file).expect("a file");
        Source::open(&leads, &SourceOptions::default(), &NoObserver, &cancel).ok()?;

        let now = Timestamp::from_timestamp(1_700_000_000, 0).expect("a moment");
        let workspace = Workspace::create(&folder.path().join("workspace.db"), now).expect("a workspace");
        let harness = Self { workspace, folder, choice: ADD_ALL, clock: FixedClock(now), cancel };
        fs::write(harness.path("people.csv"), PEOPLE).expect("a file");
        harness.apply(&mut harness.prepare("people.csv").expect("a good file"));
        Some(Self { choice, ..harness })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn purpose(&self) -> Purpose {
        self.way().0
    }

    fn way(&self) -> (Purpose, &'static [Target]) {
        PURPOSES[usize::from(self.choice & 7)]
    }

    fn flag(&self, bit: u8) -> bool {
        self.choice & (1 << bit) != 0
    }

    /// An import of a file of the folder; `None` when the file or its header will not do.
    pub fn prepare(&self, name: &str) -> Option<Import<'_>> {
        let source = Source::open(&self.path(name), &SourceOptions::default(), &NoObserver, &self.cancel).ok()?;
        let request = self.request(&source)?;
        let work =
            RunContext { observer: &NoObserver, cancel: &self.cancel, clock: &self.clock, is_interactive: false };
        Some(
            Import::prepare(source, request, Vec::new(), work)
                .expect("a source that was read to its end can be read again"),
        )
    }

    fn request(&self, source: &Source) -> Option<ImportRequest> {
        let (purpose, identifiers) = self.way();
        let fields = self.workspace.snapshot().expect("a snapshot").fields().expect("the fields");
        let keep = if purpose.updates() && self.flag(3) { OverwritePolicy::All } else { OverwritePolicy::None };
        let wishes = MappingRequest { keep, ..MappingRequest::new(purpose, identifiers.to_vec()) };
        let compiled = compile(source.columns(), &fields, &wishes).ok()?;
        check_required(&compiled, source.columns(), &fields, purpose, identifiers).ok()?;
        Some(ImportRequest {
            tags: if self.flag(4) { vec!["Fair".to_owned()] } else { Vec::new() },
            import_tag: if self.flag(5) { ImportTag::Named("import".to_owned()) } else { ImportTag::None },
            reading: ReadOptions {
                clear_marker: self.flag(6).then(|| "NIL".to_owned()),
                region: self.flag(7).then(|| "MY".parse().expect("a region")),
                ..ReadOptions::default()
            },
            ..ImportRequest::new(purpose, identifiers.to_vec(), compiled.mapping)
        })
    }

    /// Imports for good.
    pub fn apply(&self, import: &mut Import<'_>) -> Outcome {
        let outputs = OutputPlan::plan(import.source(), &import.request().mapping.own_columns, None).expect("a folder");
        let change = self.workspace.change().expect("a change");
        import.apply(&self.workspace, change, &outputs, Some(&Guards::default()), self.clock.0).expect("an import")
    }

    /// Takes an entry of the history back.
    pub fn undo(&self, id: i64) {
        let change = self.workspace.change().expect("a change");
        let (change, _) = change.undo(id, self.clock.0).expect("an undo").expect("the entry can be taken back");
        change.commit().expect("a commit");
    }

    /// All contacts, as text.
    pub fn contacts(&self) -> Vec<String> {
        let snapshot = self.workspace.snapshot().expect("a snapshot");
        let tags = snapshot.tags().expect("the tags");
        let mut contacts = Vec::new();
        let mut note = |record: ContactRecord| {
            let contact = record.contact;
            let mut names: Vec<&str> = contact.tags.iter().map(|tag| tags.interner.name(*tag)).collect();
            names.sort_unstable();
            contacts.push(format!("{} {:?} {:?} {names:?}", contact.id, contact.standard, contact.custom));
            Ok::<_, WorkspaceError>(())
        };
        snapshot.each_contact(&contacts::model::Listing::default(), &tags, &mut note).expect("the contacts");
        contacts
    }
}
