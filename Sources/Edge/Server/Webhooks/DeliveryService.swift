import ServiceLifecycle

/// Delivers webhooks while the server runs: hands the worker what is committed. When the server
/// stops, nothing new is sent, what is under way may end, and its end is saved.
struct DeliveryService: Service {
  let worker: DeliveryWorker
  let inbox: DeliveryInbox
  let sender: HTTPWebhookSender

  func run() async throws {
    for await changes in inbox.pages.cancelOnGracefulShutdown() {
      await worker.take(changes, logEnd: inbox.lastPosition)
    }
    await worker.stop()
    await worker.close(sender)
  }
}
