//! Contacts by country: the field Country, else the country of the phone number.

use std::collections::BTreeMap;

use super::CountryCount;
use crate::model::Cancel;
use crate::ops::OpsError;
use crate::values::{NumberCountries, country_name};
use crate::workspace::{CountScope, Snapshot};

/// Number of phone numbers read between two looks at the cancel flag.
const CANCEL_CHECK_INTERVAL: u64 = 4096;

/// Counts the contacts by country, the largest count first and of equal ones by code.
pub(super) fn count(
    snapshot: &Snapshot<'_>,
    scope: CountScope,
    cancel: &Cancel,
) -> Result<Vec<CountryCount>, OpsError> {
    let mut counts: BTreeMap<String, CountryCount> = BTreeMap::new();
    for (code, contacts) in snapshot.contacts_by_country(scope)? {
        count_of(&mut counts, &code).by_field = contacts;
    }
    for (code, contacts) in count_by_phone(snapshot, scope, cancel)? {
        count_of(&mut counts, code).by_phone = contacts;
    }
    let mut counts: Vec<CountryCount> = counts.into_values().collect();
    for country in &mut counts {
        country.contacts = country.by_field + country.by_phone;
    }
    // Stable: countries of as many contacts stay in the order of their codes.
    counts.sort_by_key(|country| std::cmp::Reverse(country.contacts));
    Ok(counts)
}

fn count_of<'c>(counts: &'c mut BTreeMap<String, CountryCount>, code: &str) -> &'c mut CountryCount {
    counts.entry(code.to_owned()).or_insert_with(|| CountryCount {
        country: code.to_owned(),
        name: country_name(code).unwrap_or(code).to_owned(),
        contacts: 0,
        by_field: 0,
        by_phone: 0,
    })
}

/// Counts the contacts without a Country by the country of their phone number.
fn count_by_phone(
    snapshot: &Snapshot<'_>,
    scope: CountScope,
    cancel: &Cancel,
) -> Result<BTreeMap<&'static str, u64>, OpsError> {
    let mut countries = NumberCountries::default();
    let (mut counts, mut seen) = (BTreeMap::new(), 0_u64);
    snapshot.for_each_phone_without_country(scope, &mut |number| {
        if let Some(country) = countries.country(&number) {
            *counts.entry(country.as_str()).or_default() += 1;
        }
        seen += 1;
        if seen.is_multiple_of(CANCEL_CHECK_INTERVAL) {
            cancel.check()?;
        }
        Ok::<_, OpsError>(())
    })?;
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::workspace_with;

    #[test]
    fn the_field_goes_before_the_phone_number() {
        let list = "First Name,Phone Number,Country\n\
            Ann,+60123456789,\nBob,+60123456780,Malaysia\nCid,+60123456781,SG\nDee,+14165550123,\nEve,,\n";
        let (_folder, workspace) = workspace_with(list);
        let counts = count(&workspace.snapshot().unwrap(), CountScope::Everybody, &Cancel::default()).unwrap();
        let told: Vec<_> = counts.iter().map(|it| (it.name.as_str(), it.contacts, it.by_field, it.by_phone)).collect();
        assert_eq!(told, [("Malaysia", 2, 1, 1), ("Canada", 1, 0, 1), ("Singapore", 1, 1, 0)]);
    }
}
