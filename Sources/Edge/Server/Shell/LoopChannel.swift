import HummingbirdCore
import Logging
import NIOCore

/// Serves a connection on the event loop that it is read on.
///
/// A request that is answered at once takes no turn through other threads, which costs more than
/// most answers. What takes long must run elsewhere: see `ApiRoute.Work`.
struct LoopChannel<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    base.setup(channel: channel, logger: logger)
  }

  func handle(value: Base.Value, logger: Logger) async {
    let executor = LoopExecutor(value.channel.eventLoop)
    await withTaskExecutorPreference(executor) { await base.handle(value: value, logger: logger) }
  }
}
