//! All suppressions in 16 bytes each, for looking up the values of many rows and contacts.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use super::{StoredSuppression, SuppressionForm, SuppressionHasher};
use crate::model::{FieldKind, Fields, SuppressedValue, SuppressibleField, SuppressionKind, domains_of, email_key};
use crate::workspace::{Snapshot, WorkspaceError};

/// Suppressed values by their hashes, of 128 bits with keys that are new in every run: that two of a million values share
/// one is less likely than one in 10^26.
#[derive(Debug, Clone, Default)]
pub struct SuppressionSet {
    /// Ascending once the set is finished.
    hashes: Vec<(u64, u64)>,
    hashers: [RandomState; 2],
    /// Which kinds have values, by form: what is not there need not be hashed.
    plain: KindSet,
    hashed: KindSet,
    /// Hasher of the workspace; `None` while there is no keyed hash.
    hasher: Option<SuppressionHasher>,
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, Default)]
struct KindSet(u8);

impl KindSet {
    fn insert(&mut self, kind: SuppressionKind) {
        self.0 |= 1 << kind as u8;
    }

    fn has(self, kind: SuppressionKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

impl SuppressionSet {
    /// Adds a value; the set must be finished before it is asked.
    pub fn add(&mut self, value: &SuppressedValue) {
        self.insert(value.kind(), &Fields::key(value.field()), SuppressionForm::Plain, value.key());
    }

    /// Adds the suppressions of a workspace; the set must be finished before it is asked.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn add_all(&mut self, snapshot: &Snapshot<'_>) -> Result<(), WorkspaceError> {
        if !snapshot.has_suppressions()? {
            return Ok(());
        }
        snapshot.each_suppression(&mut |StoredSuppression { kind, field, form, key, .. }| {
            self.insert(kind, &Fields::key(&field), form, &key);
            Ok::<_, WorkspaceError>(())
        })?;
        if self.hashed.0 != 0 {
            self.hasher = Some(snapshot.suppression_hasher()?);
        }
        Ok(())
    }

    fn insert(&mut self, kind: SuppressionKind, field_key: &str, form: SuppressionForm, key: &str) {
        match form {
            SuppressionForm::Plain => self.plain.insert(kind),
            SuppressionForm::Hmac => self.hashed.insert(kind),
        }
        let hash = self.hash(kind, field_key, form, key);
        self.hashes.push(hash);
    }

    /// Makes the set ready to be asked.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self
    }

    /// Returns true if nothing is suppressed.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Returns the fields by whose values a contact may be suppressed: own identifiers only where any is suppressed.
    pub fn fields_among(&self, fields: &Fields) -> Vec<SuppressibleField> {
        let suppressible = fields.iter().filter_map(|it| SuppressibleField::of(it.id, &it.name, &it.kind));
        let by_type = |kind: &FieldKind| matches!(kind, FieldKind::Phone | FieldKind::Email);
        suppressible.filter(|field| by_type(&field.kind) || self.has_kind(SuppressionKind::Field)).collect()
    }

    /// Returns true if this very value is suppressed. An address is not looked up by its domain as well.
    pub fn holds(&self, value: &SuppressedValue) -> bool {
        self.contains(value.kind(), &Fields::key(value.field()), value.key())
    }

    /// Returns true if a contact with this value in a field is suppressed. `value` is in the form that the workspace stores.
    pub fn holds_value(&self, field: &SuppressibleField, value: &str) -> bool {
        let by_type = match field.kind {
            FieldKind::Phone => self.contains(SuppressionKind::Phone, "", value),
            FieldKind::Email => self.holds_email(&email_key(value)),
            _ => false,
        };
        by_type || (field.id.is_custom() && self.holds_identifier(field, value))
    }

    fn holds_email(&self, key: &str) -> bool {
        self.contains(SuppressionKind::Email, "", key)
            || (self.has_kind(SuppressionKind::Domain)
                && domains_of(key).any(|domain| self.contains(SuppressionKind::Domain, "", domain)))
    }

    fn holds_identifier(&self, field: &SuppressibleField, value: &str) -> bool {
        let kind = SuppressionKind::Field;
        self.has_kind(kind)
            && field.kind.identifier_key(value).is_some_and(|key| self.contains(kind, &field.name_key, &key))
    }

    fn has_kind(&self, kind: SuppressionKind) -> bool {
        self.plain.has(kind) || self.hashed.has(kind)
    }

    fn contains(&self, kind: SuppressionKind, field_key: &str, key: &str) -> bool {
        let has = |form, key: &str| self.hashes.binary_search(&self.hash(kind, field_key, form, key)).is_ok();
        let is_hashed = || self.hasher.as_ref().map(|hasher| hasher.hash_parts(kind, key));
        (self.plain.has(kind) && has(SuppressionForm::Plain, key))
            || (self.hashed.has(kind) && is_hashed().is_some_and(|hash| has(SuppressionForm::Hmac, &hash)))
    }

    fn hash(&self, kind: SuppressionKind, field_key: &str, form: SuppressionForm, key: &str) -> (u64, u64) {
        let [one, other] = &self.hashers;
        let whole = (kind as u8, form as u8, field_key, key);
        (one.hash_one(whole), other.hash_one(whole))
    }
}
