//! E-mail that tells how an import has ended: over SMTP, encrypted or on this machine, and by sendmail.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use super::{ADD, CANARIES, env, script, set, told};
use crate::support::{Certificate, MailServer, SizeLimit, TestEnv, numbered};

/// Lets the environment send mail to a server, with this `smtp-security`.
pub(super) fn send_to(env: &TestEnv, server: &MailServer, security: &str) {
    set(env, "notify-email", "ann@example.com");
    set(env, "smtp-server", &server.address());
    set(env, "smtp-security", security);
}

#[test]
fn a_mail_has_the_counts_and_the_results() {
    let mut env = env();
    let server = MailServer::offering(&["AUTH PLAIN LOGIN", "8BITMIME"]);
    send_to(&env, &server, "plain");
    set(&env, "notify-email", "ann@example.com, bob@example.com");
    set(&env, "notify-from", "cron@example.com");
    set(&env, "smtp-user", "cron");
    set(&env, "notify-content", "values");
    env.set("CONTACTS_SMTP_PASSWORD", "secret");
    env.run(&format!("import leads.csv {ADD}")).exits(3).never_says("secret");
    let received = server.received();
    let commands = received.commands.join("\n");
    for said in [
        "AUTH PLAIN AGNyb24Ac2VjcmV0",
        "MAIL FROM:<cron@example.com>",
        "RCPT TO:<ann@example.com>",
        "RCPT TO:<bob@example.com>",
    ] {
        assert!(commands.contains(said), "{said} in {commands}");
    }
    assert_mail_of_leads(&env, &received.messages[0]);
}

/// The name of this machine.
fn host(env: &TestEnv) -> String {
    env.shell("uname -n").done().stdout.trim().to_owned()
}

/// Asserts that this is what the import of `leads.csv` sends.
#[track_caller]
fn assert_mail_of_leads(env: &TestEnv, message: &str) {
    let message = message.replace("\r\n ", " ").replace("=\r\n", "");
    let (workspace, host) = (env.workspace().display().to_string(), host(env));
    let outcome = "leads.csv imported: 1 imported, 0 updated, 0 skipped, 1 in error";
    let subject = &format!("Subject: contacts: contacts/workspace.db on {host}: {outcome}");
    let origin = &format!("Workspace   {workspace}\r\nHost        {host}\r\n");
    for said in [
        subject,
        origin,
        "Imported    1",
        "Error       1",
        "Exit code   3",
        "filename=\"leads.results.csv\"",
        "text/csv",
    ] {
        assert!(message.contains(said), "{said} in {message}");
    }
    assert!(CANARIES.iter().all(|canary| !message.contains(canary)), "{message}");
    let attached = message.split("filename=\"leads.results.csv\"").nth(1).unwrap();
    let begin = "Rmlyc3QgTmFtZSxQaG9uZSBOdW1iZXIsSW1wb3J0IFN0YXR1cyxFcnJvcnMK"; // the header line, in base64
    assert!(attached.contains(begin), "{attached}");
}

#[test]
fn a_mail_has_nothing_of_the_cells_unless_asked() {
    let env = env();
    let server = MailServer::offering(&[]);
    send_to(&env, &server, "plain");
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    let message = server.received().messages[0].replace("=\r\n", "");
    assert!(message.contains("Error       1") && message.contains("Results") && message.contains("leads.results.csv"));
    assert!(!message.contains("attachment") && !message.contains("base64"), "{message}");
    assert!(CANARIES.iter().all(|canary| !message.contains(canary)), "{message}");
}

#[test]
fn a_failure_is_mailed_and_what_goes_well_only_if_asked() {
    let env = env();
    let server = MailServer::offering(&[]);
    send_to(&env, &server, "plain");
    set(&env, "notify-when", "problems");
    env.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.run(&format!("import good.csv {ADD}")).done();
    assert!(server.received().messages.is_empty());
    env.run(&format!("import nowhere.csv {ADD}")).exits(1);
    let messages = server.received().messages;
    assert!(
        messages.len() == 1 && messages[0].replace("\r\n ", " ").contains(": nowhere.csv not imported: failed"),
        "{messages:?}"
    );
}

#[test]
fn the_name_of_a_source_cannot_begin_a_header() {
    let env = env();
    let server = MailServer::offering(&[]);
    send_to(&env, &server, "plain");
    let name = "x\nBcc: eve@example.com\n\nhello.csv";
    env.write(name, "First Name,Phone Number\nAnn,+60123000001\n");
    env.run(&format!("import '{name}' {ADD}")).done();
    let received = server.received();
    assert_eq!(received.commands.iter().filter(|command| command.starts_with("RCPT")).count(), 1, "{received:?}");
    let (headers, _) = received.messages[0].split_once("\r\n\r\n").unwrap();
    assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{headers}");
}

/// Asserts that the import is done although nobody could be notified.
#[track_caller]
fn assert_undelivered(env: &TestEnv, code: &str) {
    env.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning:", "the e-mail was not delivered"]);
    assert_eq!(env.contacts().len(), 1);
    let mut all = told(env);
    all.sort();
    assert_eq!(all, ["imported-with-errors -".to_owned(), format!("undelivered {code}")]);
}

#[test]
fn a_mail_server_that_sends_an_endless_line_is_given_up_at_once() {
    for server in [MailServer::endless("220 "), MailServer::endless("220-a\r\n220-")] {
        let env = env();
        send_to(&env, &server, "plain");
        let begin = Instant::now();
        env.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["was not delivered", "16 KB"]);
        assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
        assert!(server.received().bytes < 64 << 20, "{} bytes were taken from it", server.received().bytes);
    }
}

#[test]
fn a_mail_server_that_does_not_come_to_an_end_costs_ten_seconds_and_nothing_else() {
    for (server, security) in
        [(MailServer::silent(), "plain"), (MailServer::silent(), "tls"), (MailServer::dripping(), "plain")]
    {
        let env = env();
        send_to(&env, &server, security);
        let begin = Instant::now();
        let outcome = env.run(&format!("import leads.csv {ADD}")).exits(3).says("was not delivered");
        // A server that expects TLS waits so too.
        assert_eq!(outcome.stderr.contains("smtp-security tls"), security == "plain", "{outcome}");
        assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
        assert_eq!(env.contacts().len(), 1);
        assert_eq!(told(&env).len(), 2);
    }
}

#[test]
fn a_mail_server_that_is_not_there_changes_nothing() {
    let env = env();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    set(&env, "notify-email", "ann@example.com");
    set(&env, "smtp-server", &gone);
    set(&env, "smtp-security", "plain");
    assert_undelivered(&env, "notify-server");
}

#[test]
fn without_starttls_nothing_is_sent() {
    let mut env = env();
    env.set("CONTACTS_SMTP_PASSWORD", "secret");
    let server = MailServer::offering(&["AUTH PLAIN LOGIN"]);
    send_to(&env, &server, "plain");
    set(&env, "smtp-security", "starttls");
    set(&env, "smtp-user", "cron");
    env.run("notifications --test").exits(1).says_all(&["does not offer STARTTLS", "smtp-security tls", "465"]);
    assert_undelivered(&env, "notify-server");
    let received = server.received();
    assert!(!received.commands.iter().any(|command| command.starts_with("AUTH")), "{received:?}");
    assert!(received.messages.is_empty());
}

/// An environment that sends mail to a server and trusts this certificate.
fn trusting(certificate: &Certificate, server: &MailServer, security: &str) -> TestEnv {
    let mut env = env();
    send_to(&env, server, security);
    set(&env, "smtp-user", "cron");
    set(&env, "notify-content", "values");
    env.set("CONTACTS_SMTP_PASSWORD", "secret");
    let authority = env.write("authority.pem", &certificate.pem);
    env.set("SSL_CERT_FILE", &authority.display().to_string());
    env
}

#[test]
fn an_encrypted_mail_has_its_subject_and_the_results() {
    let certificate = Certificate::of_this_machine();
    for (security, server) in
        [("tls", MailServer::encrypted(&certificate)), ("starttls", MailServer::starttls(&certificate))]
    {
        let env = trusting(&certificate, &server, security);
        env.run(&format!("import leads.csv {ADD}")).exits(3).never_says("was not delivered");
        let received = server.received();
        let position = |verb: &str| received.commands.iter().position(|command| command.starts_with(verb));
        assert!(received.encrypted && received.messages.len() == 1, "{security}: {received:?}");
        assert_eq!(position("STARTTLS").is_some(), security == "starttls", "{received:?}");
        assert!(position("STARTTLS") < position("AUTH"), "the password goes encrypted: {received:?}");
        assert_mail_of_leads(&env, &received.messages[0]);
    }
}

#[test]
fn a_certificate_that_is_not_trusted_gets_neither_password_nor_mail() {
    let own = Certificate::of_this_machine();
    for (shown, trusted) in [(&own, &Certificate::of_this_machine()), (&Certificate::of("mail.example.com"), &own)] {
        for (security, server) in [("tls", MailServer::encrypted(shown)), ("starttls", MailServer::starttls(shown))] {
            let env = trusting(trusted, &server, security);
            env.run("notifications --test").exits(1).says_all(&["certificate", "SSL_CERT_FILE"]);
            assert_undelivered(&env, "notify-certificate");
            let received = server.received();
            assert!(!received.commands.iter().any(|command| command.starts_with("AUTH")), "{received:?}");
            assert!(received.messages.is_empty());
        }
    }
}

#[test]
fn a_certificate_that_openssl_signed_by_itself_is_trusted_where_it_is_named() {
    let own = Certificate::of_an_authority("127.0.0.1");
    for (security, server) in [("tls", MailServer::encrypted(&own)), ("starttls", MailServer::starttls(&own))] {
        let env = trusting(&own, &server, security);
        env.run("notifications --test").done().says("Delivered");
        assert!(server.received().encrypted);
        let other = trusting(&Certificate::of_an_authority("127.0.0.1"), &server, security);
        other.run("notifications --test").exits(1).says("certificate");
    }
    let elsewhere = Certificate::of_an_authority("mail.example.com");
    let env = trusting(&elsewhere, &MailServer::encrypted(&elsewhere), "tls");
    env.run("notifications --test").exits(1).says_all(&["certificate", "mail.example.com"]);
    let expired = Certificate::of_an_expired_authority("127.0.0.1");
    let env = trusting(&expired, &MailServer::encrypted(&expired), "tls");
    env.run("notifications --test").exits(1).says_all(&["certificate", "expired"]);
}

#[test]
fn a_certificate_of_another_name_is_refused_though_it_is_trusted() {
    let certificate = Certificate::of("mail.example.com");
    let server = MailServer::encrypted(&certificate);
    let env = trusting(&certificate, &server, "tls");
    env.run("notifications --test").exits(1).says_all(&["certificate", "mail.example.com"]);
    assert!(server.received().messages.is_empty());
}

#[test]
fn plain_is_for_this_machine_only() {
    let env = env();
    set(&env, "notify-email", "ann@example.com");
    set(&env, "smtp-server", "mail.example.com");
    set(&env, "smtp-security", "plain");
    assert_undelivered(&env, "notify-plain-elsewhere");
}

#[test]
fn a_password_file_is_closed_to_others_or_refused() {
    let env = env();
    let server = MailServer::offering(&["AUTH PLAIN"]);
    send_to(&env, &server, "plain");
    set(&env, "smtp-user", "cron");
    env.run("notifications --test").exits(1).says("no password");
    let path = env.write("password", "secret\n");
    set(&env, "smtp-password-file", "password");
    env.run("notifications --test").exits(1).says_all(&["password", "644", "chmod 600"]);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    env.run("notifications --test").done().says("Delivered").never_says("secret");
    assert_eq!(server.received().messages.len(), 1);
    let kept = env.bytes(env.workspace());
    assert!(!kept.windows(6).any(|bytes| bytes == b"secret"), "the password is never in the workspace");
}

#[test]
fn a_recipient_who_is_refused_does_not_keep_the_mail_from_the_others() {
    let env = env();
    let server = MailServer::refusing(&["bob@example.com", "cid@example.com"]);
    send_to(&env, &server, "plain");
    set(&env, "notify-email", "bob@example.com, ann@example.com, cid@example.com");
    let said = "it took the message for 1 of 3 recipients; it answered RCPT with: 550 5.1.1 unknown";
    env.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning: the e-mail was not delivered", said]);
    assert_eq!(server.received().messages.len(), 1);
    set(&env, "notify-email", "bob@example.com, cid@example.com");
    env.run("notifications --test").exits(1).says("it answered RCPT with: 550 5.1.1 unknown").never_says("it took");
    assert_eq!(server.received().messages.len(), 1);
}

#[test]
fn sendmail_gets_the_mail_on_its_stdin() {
    let env = env();
    let sendmail = script(&env, "sendmail", "echo \"$@\" > arguments; cat > mail");
    set(&env, "notify-email", "ann@example.com");
    set(&env, "sendmail", &sendmail.display().to_string());
    env.run(&format!("import leads.csv {ADD}")).exits(3).never_says("warning: the e-mail");
    assert_eq!(env.read("arguments"), "-t -i -f ann@example.com\n");
    let mail = env.read("mail");
    assert!(mail.contains("To: ann@example.com") && mail.contains("leads.csv imported"), "{mail}");
    set(&env, "notify-from", "cron@example.com");
    env.run("notifications --test").done();
    assert_eq!(env.read("arguments"), "-t -i -f cron@example.com\n");
}

#[test]
fn what_sendmail_says_when_it_fails_is_told() {
    let env = env();
    let words = "echo 'postdrop: warning: unable to look up public/pickup' >&2; echo 'gave up'; exit 75";
    let sendmail = script(&env, "sendmail", words);
    set(&env, "notify-email", "ann@example.com");
    set(&env, "sendmail", &sendmail.display().to_string());
    let said = "ended with exit status: 75 and said: postdrop: warning: unable to look up public/pickup; gave up";
    env.run("notifications --test").exits(1).says(said);
    env.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning: the e-mail was not delivered", said]);
    assert!(told(&env).contains(&"undelivered notify-program".to_owned()));
    script(&env, "sendmail", "yes | head -c 1000000 >&2; exit 1");
    let outcome = env.run("notifications --test").exits(1).says("and said: y; y;");
    assert!(outcome.stderr.len() < 5000, "{} bytes", outcome.stderr.len());
}

/// An environment that sends the cells of an import, of which the results file has about this size.
fn sending_results(bytes: usize) -> TestEnv {
    let env = env();
    set(&env, "notify-email", "ann@example.com");
    set(&env, "notify-content", "values");
    let rows = numbered(bytes / 40);
    env.write("leads.csv", rows);
    env
}

#[test]
fn a_mail_that_is_too_large_goes_without_the_file_and_says_where_it_is() {
    for (limit, tries) in [(SizeLimit::Offered(100_000), 0), (SizeLimit::Unsaid(100_000), 1)] {
        let env = sending_results(200_000);
        let server = MailServer::limited(limit);
        send_to(&env, &server, "plain");
        env.run(&format!("import leads.csv {ADD}")).done().never_says("was not delivered");
        let received = server.received();
        let data = received.commands.iter().filter(|command| *command == "DATA").count();
        assert_eq!((received.messages.len(), data), (1, tries + 1), "{:?}", received.commands);
        let message = received.messages[0].replace("=\r\n", "");
        assert!(message.contains("not attached") && !message.contains("base64"), "{message}");
        assert!(message.contains(&env.path("leads.results.csv").display().to_string()), "{message}");
    }
    let env = sending_results(200_000);
    let sendmail = script(&env, "sendmail", "cat > mail; test $(wc -c < mail) -lt 100000");
    set(&env, "sendmail", &sendmail.display().to_string());
    env.run(&format!("import leads.csv {ADD}")).done().never_says("was not delivered");
    assert!(env.read("mail").contains("not attached"));
}

/// 75 is that of a mail that waits in the queue, and 67 that of one which others have got.
#[test]
fn sendmail_is_run_again_only_where_the_size_may_be_the_reason() {
    for (status, runs) in [(69, 2), (65, 2), (1, 2), (75, 1), (67, 1)] {
        let env = sending_results(1_000);
        let sendmail = script(&env, "sendmail", &format!("cat > mail; echo run >> runs; exit {status}"));
        set(&env, "sendmail", &sendmail.display().to_string());
        env.run(&format!("import leads.csv {ADD}")).done().says("was not delivered");
        assert_eq!(env.read("runs").lines().count(), runs, "{status}");
    }
}

#[test]
fn the_file_that_is_attached_is_the_one_that_the_settings_name() {
    let env = env();
    let server = MailServer::offering(&[]);
    send_to(&env, &server, "plain");
    set(&env, "notify-content", "values");
    for (attach, expected) in
        [("errors", Some("leads.errors.csv")), ("none", None), ("results", Some("leads.results.csv"))]
    {
        set(&env, "notify-attach", attach);
        env.run(&format!("import leads.csv {ADD}")).exits(3);
        let message = server.received().messages.pop().unwrap().replace("=\r\n", "");
        let attached = message.split("filename=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert_eq!(attached, expected, "{message}");
        // Where they are is said in any case.
        for name in ["leads.results.csv", "leads.errors.csv"] {
            assert!(message.contains(&env.path(name).display().to_string()), "{message}");
        }
    }
    set(&env, "notify-content", "summary");
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    assert!(!server.received().messages.pop().unwrap().contains("filename"), "a summary has no cells");
}

#[test]
fn a_security_that_does_not_fit_the_port_names_the_one_that_may() {
    let env = env();
    let server = MailServer::offering(&["STARTTLS"]);
    send_to(&env, &server, "tls");
    env.run("notifications --test").exits(1).says("contacts config set smtp-security starttls");
    env.run(&format!("import leads.csv {ADD}")).exits(3).says("contacts config set smtp-security starttls");
}

#[test]
fn a_ping_of_every_night_and_mails_of_problems_go_together() {
    let env = env();
    let server = MailServer::offering(&[]);
    send_to(&env, &server, "plain");
    let ping = script(&env, "ping", "cat >> pings");
    set(&env, "notify-command", &ping.display().to_string());
    set(&env, "notify-email-when", "problems");
    env.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.run(&format!("import good.csv {ADD}")).done();
    assert!(server.received().messages.is_empty());
    assert_eq!(env.read("pings").lines().count(), 1);
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    assert_eq!((server.received().messages.len(), env.read("pings").lines().count()), (1, 2));
    env.run("config get notify-email-when").done().says("problems");
    env.run("config set notify-command-when sometimes").exits(2).says("always or problems");
}
