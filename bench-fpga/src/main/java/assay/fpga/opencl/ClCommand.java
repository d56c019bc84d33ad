package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.core.spi.TargetException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A command in the queue. That it was enqueued, and that the queue has finished, does not tell
 * whether it succeeded; only its event does.
 *
 * @param what for messages, such as {@code kernel gemm}
 * @param event to be released by {@code done}
 * @param done takes the event once the command has ended
 */
record ClCommand(String what, MemorySegment event, Consumer<MemorySegment> done) {
  private static final int EXECUTION_STATUS = 0x11D3;
  private static final int COMPLETE = 0;

  /**
   * Checks that it succeeded. The queue must have finished.
   *
   * @param room for the answer, at least 4 bytes
   * @throws TargetException if it did not
   */
  void check(ClFunctions functions, MemorySegment room) {
    functions.getEventInfo(event, EXECUTION_STATUS, Integer.BYTES, room, MemorySegment.NULL);
    int status = room.get(JAVA_INT, 0);
    if (status < COMPLETE) {
      throw new ClException(what + " failed", status, "");
    }
    if (status > COMPLETE) {
      throw new TargetException(
          what + " has not ended although clFinish returned (execution status " + status + ")");
    }
  }
}
