//! Time: the clock (`clock`), the time zone (`zone`), months (`month`), ages (`age`), and a moment as it is typed (`since`).

mod age;
mod clock;
mod month;
mod since;
mod zone;

pub use age::Age;
pub use clock::{
    Clock, FixedClock, SystemClock, Timestamp, Uptime, days_after, format_local, format_local_with_zone, format_utc,
    local_day, local_day_after, local_file_stamp,
};
pub use month::Month;
pub use since::moment_of;
pub use zone::{begin_of_local_day, check_time_zone, in_local_zone, time_zone_trouble};
