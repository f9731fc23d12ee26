//! Evidence about the columns of phone numbers other than that of Phone Number: custom fields of the type phone. Each is
//! read as its own numbers show.

use crate::import::ImportRequest;
use crate::mapping::shortened;
use crate::model::{BarePhones, Column, FieldId, FieldKind, Note, Slot, SlotSource, Target};
use crate::profile::{OpenCountries, PhoneProfile, PhoneReading, PhoneSettings, RegionMisfit, countries_of_header};
use crate::values::PhoneSign;

/// Profiles of the columns, by slot index; nearly always empty.
#[derive(Debug, Default)]
pub(in crate::import) struct OtherPhones(Vec<(usize, PhoneProfile)>);

impl OtherPhones {
    /// Returns empty profiles for the columns of a request.
    pub(in crate::import) fn new(request: &ImportRequest) -> Self {
        let slots = request.mapping.slots.iter().enumerate().filter(|(_, slot)| is_other_phone_column(slot));
        Self(slots.map(|(slot, _)| (slot, PhoneProfile::new(phone_settings(request)))).collect())
    }

    /// Counts the cells of a row.
    pub(in crate::import) fn note(&mut self, signs: &[(usize, PhoneSign)]) {
        for (slot, sign) in signs {
            if let Some((_, profile)) = self.0.iter_mut().find(|(known, _)| known == slot) {
                profile.note(*sign);
            }
        }
    }

    /// Looks for the countries whose numbers these are; `header` are the columns of the list.
    pub(in crate::import) fn finish(&mut self, header: &[Column]) {
        self.0.iter_mut().for_each(|(_, profile)| profile.finish(|| countries_of_header(header)));
    }

    /// Returns how the numbers of each column are read, by slot index.
    pub(in crate::import) fn readings(&self) -> Vec<(usize, PhoneReading)> {
        self.0.iter().map(|(slot, profile)| (*slot, profile.reading())).collect()
    }

    /// Returns the profile of a slot's column; `None` if its column is none of these.
    pub(in crate::import) fn of(&self, slot: usize) -> Option<&PhoneProfile> {
        self.0.iter().find(|(known, _)| *known == slot).map(|(_, profile)| profile)
    }

    /// Returns the treatments of bare digits that columns show or the user set.
    pub(in crate::import) fn bare_phones(&self) -> impl Iterator<Item = BarePhones> {
        self.0.iter().filter_map(|(_, profile)| profile.bare_phones())
    }

    /// Returns true if a column has enough bare numbers to decide how they are read.
    pub(in crate::import) fn has_enough_bare(&self) -> bool {
        self.0.iter().any(|(_, profile)| profile.has_enough_bare())
    }

    /// Returns the first column of whose numbers nothing says of which country they are, by slot index.
    pub(in crate::import) fn open_countries(&self) -> Option<(usize, OpenCountries)> {
        self.0.iter().find_map(|(slot, profile)| Some((*slot, profile.open_countries()?)))
    }

    /// Returns the region that was given, if it reads hardly any number of a column and another nearly all.
    pub(in crate::import) fn misfit(&self) -> Option<RegionMisfit> {
        self.0.iter().find_map(|(_, profile)| profile.misfit())
    }

    /// Returns the notes on the columns. Their messages name the column: the list may have several of phone numbers.
    pub(in crate::import) fn notes(&self, slots: &[Slot], names: &[String]) -> Vec<Note> {
        let of_column = |(at, profile): &(usize, PhoneProfile)| {
            let slot = slots.get(*at)?;
            let label = shortened(slot.column.as_deref().unwrap_or(&slot.field_name)).into_owned();
            let labelled = move |note: Note| Note { message: format!("'{label}': {}", note.message), ..note };
            Some(profile.notes(slot, names).into_iter().map(labelled))
        };
        self.0.iter().filter_map(of_column).flatten().collect()
    }
}

/// Returns true for a column of phone numbers that do not go to Phone Number.
pub(super) fn is_other_phone_column(slot: &Slot) -> bool {
    matches!(slot.kind, Some(FieldKind::Phone))
        && matches!(slot.source, SlotSource::Column(_))
        && slot.target != Target::Field(FieldId::PHONE)
}

/// Returns what the user set about phone numbers.
pub(in crate::import) fn phone_settings(request: &ImportRequest) -> PhoneSettings {
    PhoneSettings {
        bare: request.reading.bare_phones,
        region: request.reading.region,
        is_region_of_settings: request.reading.is_region_of_settings,
        has_region_column: request.reading.region_from.as_ref().is_some_and(|column| column.index.is_some()),
        is_left_in_error: !request.mapping.own_columns.is_empty(),
    }
}
