//! A real browser without a screen: Chromium, driven over WebDriver.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::tool_available;

/// Set where a missing browser is a failure, as in `.ci/run`.
const REQUIRED: &str = "CONTACTS_TEST_BROWSER";
/// The key under which WebDriver hands elements over.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// Keys as WebDriver calls them.
pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";

/// A browser with a profile of its own. It ends with the test.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: TempDir,
}

impl Browser {
    /// Starts one. `None` where there is none and none is required; the test then says that it was skipped.
    #[track_caller]
    pub(crate) fn start() -> Option<Self> {
        let profile = tempfile::Builder::new().prefix("contacts-browser-").tempdir().expect("a profile");
        // A driver takes a port of IPv4 and then the same of IPv6, and ends where another one was faster with the second.
        let started = (0..STARTS).find_map(|_| {
            let mut driver = driver(profile.path())?;
            port_of(&mut driver).map(|port| (driver, port))
        });
        tool_available("chromedriver", started.is_some(), REQUIRED, "chromium chromium-driver");
        let (driver, port) = started?;
        let mut browser = Self { driver, port, session: String::new(), profile };
        browser.begin();
        Some(browser)
    }

    fn begin(&mut self) {
        let profile = format!("--user-data-dir={}", self.profile.path().join("profile").display());
        let arguments = json!([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-component-update",
            "--window-size=1200,900",
            profile,
        ]);
        let wanted = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": { "args": arguments } } } });
        let answer = self.ask("POST", "/session", &wanted);
        answer["sessionId"].as_str().expect("a session").clone_into(&mut self.session);
    }

    /// Opens a file.
    #[track_caller]
    pub(crate) fn open(&self, page: &Path, state: &str) {
        self.post("/url", &json!({ "url": "about:blank" }));
        self.post("/url", &json!({ "url": format!("file://{}{state}", page.display()) }));
        // The driver may take the end of the blank page for that of the file, which then is there in part.
        let until = Instant::now() + TIME_LIMIT;
        while self.run("return location.protocol + document.readyState") != "file:complete" {
            assert!(Instant::now() < until, "{} is not loaded in {TIME_LIMIT:?}", page.display());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What this JavaScript returns.
    #[track_caller]
    pub(crate) fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The directives of the page's policy that stop a script, a style and a picture which it is made to add.
    #[track_caller]
    pub(crate) fn blocked_by_policy(&self) -> Value {
        self.run(
            "const blocked = []; document.addEventListener('securitypolicyviolation', (e) => blocked.push(e.effectiveDirective));
        const add = (name, set) => { const e = document.createElement(name); set(e); document.body.append(e); };
        add('script', (e) => { e.textContent = 'document.title = \"owned\"'; });
        add('style', (e) => { e.textContent = 'body { display: none }'; });
        add('img', (e) => { e.src = 'https://example.com/x.png'; });
        return new Promise((done) => setTimeout(() => done(blocked.sort().join(' ')), 200))",
        )
    }

    /// Clicks what this selector finds, as a mouse would: it has to be in sight.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        self.post(&format!("/element/{}/click", self.find(selector)), &json!({}));
    }

    /// Lets the page do what it put off until it has handled what was done to it.
    #[track_caller]
    pub(crate) fn settle(&self) {
        self.post("/execute/async", &json!({ "script": "setTimeout(arguments[0])", "args": [] }));
    }

    /// Types into what this selector finds.
    #[track_caller]
    pub(crate) fn write(&self, selector: &str, text: &str) {
        self.post(&format!("/element/{}/value", self.find(selector)), &json!({ "text": text }));
    }

    /// Presses keys where the focus is.
    #[track_caller]
    pub(crate) fn press(&self, keys: &str) {
        let presses = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() })));
        let actions = json!([{ "type": "key", "id": "keyboard", "actions": presses.collect::<Vec<_>>() }]);
        self.post("/actions", &json!({ "actions": actions }));
    }

    /// A command of the browser's own protocol.
    #[track_caller]
    pub(crate) fn command(&self, name: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": name, "params": parameters }))
    }

    /// The page as it would be printed: a PDF in base64.
    #[track_caller]
    pub(crate) fn print(&self) -> String {
        self.post("/print", &json!({})).as_str().expect("a PDF").to_owned()
    }

    #[track_caller]
    fn find(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", &format!("/session/{}{path}", self.session), body)
    }

    #[track_caller]
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = exchange(self.port, method, path, &body.to_string()).expect("the driver answers");
        let mut answer: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"));
        assert!(status == 200, "{method} {path} {body}\n{answer:#}");
        answer["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = exchange(self.port, "DELETE", &format!("/session/{}", self.session), "");
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// How often a driver is started until one has a port.
const STARTS: usize = 5;

/// Starts a driver; `None` where there is none.
fn driver(home: &Path) -> Option<Child> {
    let driver = Command::new("chromedriver")
        .arg("--port=0")
        .env("HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    driver.ok()
}

/// `ChromeDriver was started successfully on port 40123.`; `None` from one that has ended.
fn port_of(driver: &mut Child) -> Option<u16> {
    let lines = BufReader::new(driver.stdout.take().expect("what it says")).lines();
    lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    })
}

/// One request, one answer: its status and its body.
fn exchange(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(TIME_LIMIT))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )?;
    let mut reader = BufReader::new(stream);
    let (mut status, mut size) = (0, 0);
    for (number, line) in reader.by_ref().lines().enumerate() {
        let line = line?.to_lowercase();
        if number == 0 {
            status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        } else if let Some(length) = line.strip_prefix("content-length:") {
            size = length.trim().parse().unwrap_or(0);
        } else if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; size];
    reader.read_exact(&mut body)?;
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}
