package assay.gpu.engine;

import assay.gpu.compile.Workspace;
import assay.gpu.driver.Event;
import assay.gpu.driver.Stream;
import assay.gpu.library.StreamClock;

/** Times candidates between two events of the program's stream. */
final class DriverClock implements StreamClock {
  private final Stream stream;
  private final Event start;
  private final Event stop;

  DriverClock(Workspace space) {
    stream = space.stream();
    start = space.event();
    stop = space.event();
  }

  @Override
  public long nanos(long handle, Runnable enqueue) {
    if (handle != stream.address()) {
      throw new IllegalArgumentException("candidates are timed on the program's stream only");
    }
    start.record(stream);
    enqueue.run();
    stop.record(stream);
    stop.await("a library's candidate");
    return stop.nanosSince(start);
  }
}
