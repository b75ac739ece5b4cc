//! `serve`: the reading room.

use super::args::ServeArgs;
use super::{Done, output};
use anyhow::{Context, Result};
use onrecord::build;
use onrecord_casefile::CaseFile;
use onrecord_web::{Only, Room};
use std::io::Write;
use std::net::{SocketAddr, TcpListener};

/// Bytes of a token: more than can be guessed.
const TOKEN: usize = 16;

/// Opens the reading room and stays there until it is told to stop.
pub(crate) fn serve(args: &ServeArgs) -> Result<Done> {
    let path = &args.case.case;
    build::renew_record(&mut CaseFile::open(path)?)?;
    let wanted = SocketAddr::new(args.address, args.port);
    let listener = TcpListener::bind(wanted).with_context(|| {
        format!("cannot listen on {wanted}; `--port 0` takes any port that is free")
    })?;
    let address = listener.local_addr()?;
    let token = (!address.ip().is_loopback()).then(token).transpose()?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut room = Room::new(path, &name)?
        .at(address, token.clone())
        .only(Only {
            min_score: args.shown.min_score,
            classes: args.shown.classes(),
        });
    if let Some(by) = &args.by {
        // Refused now, and not with the first judgement.
        CaseFile::create_or_open(path)?;
        room = room.judged_by(by);
    }
    let query = token
        .map(|token| format!("?token={token}"))
        .unwrap_or_default();
    let mut out = output::out();
    writeln!(out, "reading room: http://{address}/{query}")?;
    out.flush()?;
    drop(out);
    if !address.ip().is_loopback() {
        output::note(
            "other machines can reach it; who has this address with its token can read the case",
        );
    }
    output::note("Ctrl-C ends it");
    room.serve(listener)?;
    Ok(Done::Well)
}

fn token() -> Result<String> {
    let mut bytes = [0; TOKEN];
    getrandom::fill(&mut bytes).context("the system gives no random numbers for a token")?;
    Ok(hex::encode(bytes))
}
