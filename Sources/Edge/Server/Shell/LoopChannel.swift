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

/// Runs tasks on an event loop.
private final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute {
      // Safe: the closure holds the executor while the job runs.
      unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
    }
  }
}
