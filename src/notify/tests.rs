//! Tests of the notifications.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use super::*;

fn notice(subject: &str) -> OutgoingMessage {
    OutgoingMessage {
        subject: subject.to_owned(),
        body: "Imported 2\n".to_owned(),
        attachment: None,
        json: b"{}".to_vec(),
        at: SystemTime::UNIX_EPOCH,
    }
}

fn with_attachment(path: &Path) -> OutgoingMessage {
    let attachment = Attachment { path: path.to_owned(), what: "results file" };
    OutgoingMessage { attachment: Some(attachment), ..notice("leads") }
}

fn mail(to: &str) -> Mail {
    let command = HookCommand { program: "true".to_owned(), arguments: Vec::new(), hidden: Vec::new(), is_heard: true };
    Mail { from: "cron@example.com".to_owned(), to: vec![to.to_owned()], transport: Transport::Sendmail(command) }
}

fn text(notice: &OutgoingMessage) -> String {
    String::from_utf8(
        mail("ann@example.com")
            .message(notice, message::Attached::read(notice.attachment.as_ref()))
            .unwrap()
            .formatted(),
    )
    .unwrap()
}

#[test]
fn a_subject_cannot_begin_a_header() {
    for ending in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\0"] {
        let text = text(&notice(&format!("leads{ending}Bcc: eve@example.com{ending}{ending}hello")));
        let (headers, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(!headers.to_lowercase().lines().any(|line| line.starts_with("bcc")), "{headers}");
        assert_eq!(body.trim_end(), "Imported 2");
    }
}

#[test]
fn the_name_of_an_attachment_cannot_begin_a_header() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\"; x=\"\r\nBcc: eve@example.com\r\n\r\n.csv");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"), &path).unwrap();
    let text = text(&with_attachment(&path));
    assert!(!text.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{text}");
    assert!(text.contains("Content-Disposition: attachment;"), "{text}");
}

#[test]
fn a_large_file_is_named_and_not_attached() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    for (size, is_attached) in [(ATTACHMENT_LIMIT - 1, true), (ATTACHMENT_LIMIT, false)] {
        let options = std::fs::File::options().create(true).write(true).truncate(true).open(&path).unwrap();
        options.set_len(size).unwrap();
        let text = text(&with_attachment(&path));
        assert_eq!(text.contains("text/csv"), is_attached);
        assert_eq!(text.contains("not attached"), !is_attached);
        assert!(text.len() < 10_240_000, "{} bytes", text.len());
    }
}

#[test]
fn an_address_is_one_address() {
    for wrong in ["", "ann", "ann@", "a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com"] {
        assert!(parse_address(wrong).is_err(), "{wrong}");
    }
    assert_eq!(parse_address(" ann@example.com ").unwrap(), "ann@example.com");
}

#[test]
fn a_server_is_a_name_and_a_port() {
    for text in ["mail.example.com", "mail.example.com:587", "127.0.0.1:25", "[::1]:25"] {
        assert_eq!(text.parse::<ServerName>().unwrap().to_string(), text);
    }
    for wrong in ["", ":25", "mail:0", "mail:many", "mail:70000", "a b", "mail/x", "[::1", "x\r\ny", "[::1]25x"] {
        assert!(wrong.parse::<ServerName>().is_err(), "{wrong}");
    }
}

#[test]
fn plain_is_for_this_machine() {
    let server = |name: &str| SmtpServer { name: name.parse().unwrap(), security: Security::Plain, user: None };
    let transport = Transport::Server(server("mail.example.com"));
    let error = Mail { transport, ..mail("ann@example.com") }.send(&notice("x"), Instant::now()).unwrap_err();
    assert_eq!(error.code(), "notify-plain-elsewhere");
}

#[test]
fn a_command_is_split_as_it_is_written() {
    assert_eq!(
        split_command("/bin/tell --to 'Ann Lee' \"\" a\"b c\"").unwrap(),
        ["/bin/tell", "--to", "Ann Lee", "", "ab c"]
    );
    assert_eq!(split_command("tell $HOME;x").unwrap(), ["tell", "$HOME;x"]);
    for wrong in ["", "  ", "'' x", "tell 'x"] {
        assert!(split_command(wrong).is_err(), "{wrong}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_does_not_end_is_killed() {
    let (program, arguments) = ("sleep".to_owned(), vec!["60".to_owned()]);
    let command = HookCommand { program, arguments, hidden: Vec::new(), is_heard: true };
    let begin = Instant::now();
    let ways = Channels { mail: None, command: Some(command) };
    let notice = OutgoingMessage { json: vec![b'x'; 1 << 20], ..notice("leads") };
    let deliveries = deliver(&ways, notice, Duration::from_millis(200));
    assert!(begin.elapsed() < Duration::from_secs(30));
    assert_eq!(deliveries[0].outcome.as_ref().unwrap_err().code(), "notify-program");
}

#[cfg(unix)]
#[test]
fn a_password_file_must_be_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"), &path).unwrap();
    let set_mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    for mode in [0o644, 0o640, 0o604, 0o620] {
        set_mode(mode);
        assert_eq!(Password::File(path.clone()).read().unwrap_err().code(), "notify-password-file");
    }
    set_mode(0o600);
    assert_eq!(Password::File(path.clone()).read().unwrap(), "[package]");
    assert_eq!(format!("{:?}", Password::Inline("secret".to_owned())), "Inline(…)");
}
