//! The room's door: listening until it is told to stop.

use super::Room;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

impl Room {
    /// Answers on `listener` until the process is told to stop (Ctrl-C).
    ///
    /// # Errors
    /// If the system gives no threads or takes the listener away.
    pub fn serve(self, listener: TcpListener) -> io::Result<()> {
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let room = Arc::new(self);
            // What is counted over the whole case is counted while the first page is asked for.
            let warm = room.clone();
            tokio::task::spawn_blocking(move || {
                warm.cases.read(|case| warm.counted(case).map(drop))
            });
            axum::serve(listener, room.router())
                .with_graceful_shutdown(stopped())
                .await
        })
    }
}

async fn stopped() {
    // Where the system gives no signals, the process is ended from outside.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
