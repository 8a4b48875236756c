//! `cargo xtask package`: Easel as a user of Linux installs it, with the packed Worker, so that deploying one takes neither a
//! checkout nor another tool: a Debian package, and the same files as an archive for other systems.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use packer::Bundle;

use crate::cargo;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What the README says that running it takes: the program opens these by name, so that no tool finds them in it.
const DEPENDS: &str =
    "libgcc-s1, libgl1, libegl1, libxkbcommon-x11-0, libx11-xcb1, libxcursor1, libxi6, libfontconfig1";
const RECOMMENDS: &str = "fonts-noto-cjk, gnome-keyring, xdg-desktop-portal";
/// What comes beside the program and the Worker: from the repository, below the prefix.
const FILES: [(&str, &str); 5] = [
    ("assets/easel.desktop", "share/applications/easel.desktop"),
    ("assets/icon.png", "share/icons/hicolor/256x256/apps/easel.png"),
    ("LICENSE-MIT", "share/doc/easel/copyright"),
    ("LICENSE-APACHE", "share/doc/easel/LICENSE-APACHE"),
    ("assets/fonts/Inter-LICENSE.txt", "share/doc/easel/Inter-LICENSE.txt"),
];

pub(crate) fn run() -> Result<()> {
    let bundle = packer::pack()?;
    println!("{bundle}");
    cargo::run(&["build", "--package", "easel", "--profile", "dist"])?;
    let target = Path::new(ROOT).join("target");
    let (program, folder) = (target.join("dist/easel"), target.join("package"));
    fs::create_dir_all(&folder)?;
    println!("{}", debian(&program, &bundle, &folder)?.display());
    println!("{}", archive(&program, &bundle, &folder)?.display());
    Ok(())
}

/// Writes `easel_VERSION_ARCHITECTURE.deb` into `folder`.
pub(crate) fn debian(program: &Path, bundle: &Bundle, folder: &Path) -> Result<PathBuf> {
    let architecture = said(Command::new("dpkg").arg("--print-architecture"))?;
    // It may take what is new in the one that it was linked with.
    let libc = said(Command::new("dpkg-query").args(["--show", "--showformat=${Version}", "libc6"]))?;
    let libc = libc.split('-').next().unwrap_or_default();
    let scratch = tempfile::tempdir_in(folder)?;
    let root = scratch.path().join("easel");
    lay(program, bundle, &root.join("usr"))?;
    let control = format!(
        "Package: easel\n\
         Version: {VERSION}\n\
         Architecture: {architecture}\n\
         Section: graphics\n\
         Priority: optional\n\
         Maintainer: The Easel developers\n\
         Depends: libc6 (>= {libc}), {DEPENDS}\n\
         Recommends: {RECOMMENDS}\n\
         Description: pictures from prompts, every one of them kept\n \
         Type a prompt in any language, choose a size, and get pictures from FLUX.2\n \
         on Cloudflare Workers AI: over an account, or over a Worker of your own that\n \
         Easel deploys by itself.\n"
    );
    fs::create_dir(root.join("DEBIAN"))?;
    fs::write(root.join("DEBIAN/control"), control)?;
    let file = folder.join(format!("easel_{VERSION}_{architecture}.deb"));
    // zstd: a tenth of the time of xz, and read by every Debian that has this libc.
    said(Command::new("dpkg-deb").args(["--root-owner-group", "-Zzstd", "-z9", "--build"]).arg(&root).arg(&file))?;
    Ok(file)
}

/// Writes `easel-VERSION-linux-ARCHITECTURE.tar.gz` into `folder`; it runs from wherever it is unpacked.
fn archive(program: &Path, bundle: &Bundle, folder: &Path) -> Result<PathBuf> {
    let name = format!("easel-{VERSION}-linux-{}", env::consts::ARCH);
    let scratch = tempfile::tempdir_in(folder)?;
    lay(program, bundle, &scratch.path().join(&name))?;
    let file = folder.join(format!("{name}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.args(["--create", "--gzip", "--owner=0", "--group=0", "--sort=name", "--file"]).arg(&file);
    said(tar.arg("--directory").arg(scratch.path()).arg(&name))?;
    Ok(file)
}

/// All files of Easel, below a prefix that is not there yet.
fn lay(program: &Path, bundle: &Bundle, prefix: &Path) -> Result<()> {
    let put = |from: &Path, to: &str, mode: u32| -> Result<()> {
        let to = prefix.join(to);
        fs::create_dir_all(to.parent().context("a file without a folder")?)?;
        fs::copy(from, &to).with_context(|| from.display().to_string())?;
        Ok(fs::set_permissions(&to, fs::Permissions::from_mode(mode))?)
    };
    put(program, "bin/easel", 0o755)?;
    for (from, to) in FILES {
        put(&Path::new(ROOT).join(from), to, 0o644)?;
    }
    let modules = bundle.worker.modules.iter().map(|module| module.name.as_str());
    for name in modules.chain([packer::LIST]) {
        put(&bundle.folder.join(name), &format!("share/easel/worker-bundle/{name}"), 0o644)?;
    }
    Ok(())
}

/// What a tool of Debian's says.
fn said(command: &mut Command) -> Result<String> {
    let words = format!("{command:?}");
    let output = command.output().with_context(|| words.clone())?;
    ensure!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
