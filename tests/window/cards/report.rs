//! What is copied for whoever helps: from the tile, and for all that are selected.

use contract::Code;
use eframe::egui::{Event, Key, Modifiers, OutputCommand, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use engine::{JobState, Notice};

use super::{KEY, connect_refusing, fail};
use crate::{
    connections::state,
    desk::{Window, open, until},
    palette::type_text,
    screens::press,
};

/// Runs a few frames; the text that went to the clipboard meanwhile.
fn copied(window: &mut Window) -> String {
    let mut copied = String::new();
    for _ in 0..5 {
        window.run_steps(1);
        for command in &window.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                copied.clone_from(text);
            }
        }
    }
    copied
}

#[test]
fn a_report_has_the_facts_and_neither_key_nor_prompt_nor_address() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::Upstream);
    window.get_by_role_and_label(Role::Button, "Copy report").click();
    let report = copied(&mut window);
    for fact in ["class: cloudflare", "billed: maybe", "cf-ray: 8f3a2b1c0d9e7f65-FRA", "model: ", "size: 1024x1024"] {
        assert!(report.contains(fact), "{fact}: {report}");
    }
    for secret in [KEY, "127.0.0.1", "prompt", folder.path().to_str().unwrap()] {
        assert!(!report.contains(secret), "{secret}: {report}");
    }
    assert_eq!(state(&window).notice, Some(Notice::ReportCopied));
}

#[test]
fn the_reports_of_all_that_are_selected_are_copied_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::Upstream);
    fail(&mut window, Code::InputRefused);
    until(&mut window, "refused too", |app| {
        let jobs = app.session().state().gallery.jobs();
        jobs.len() == 2 && jobs.iter().all(|job| matches!(job.state, JobState::Failed(_)))
    });
    window.get_all_by_role(Role::ListBoxOption).next().unwrap().focus();
    window.run_steps(3);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_text(&mut window, "Copy report");
    // Without its release, which would be a frame of its own.
    let modifiers = Modifiers::NONE;
    window.event(Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers });
    let report = copied(&mut window);
    assert_eq!(report.matches("class: ").count(), 2, "{report}");
    assert!(report.contains("class: request") && report.contains("class: cloudflare"), "{report}");
}
