package assay.gpu;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Event;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Staging;
import assay.gpu.driver.Stream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Inputs of the next execution, which are uploaded while one runs: on a stream of their own into
 * staging buffers on the device, and from there to where the program reads them when it is started
 * again.
 *
 * <p>Two events synchronize the streams. The program's stream waits for {@code arrived} before it
 * reads the uploaded data; uploads wait for {@code taken} before they overwrite data that may not
 * have been read.
 */
final class NextInputs {
  private final Staging staging;
  private final Stream copies;
  private final Event arrived;
  private final Event taken;
  private final Map<Tensor, DeviceMemory> memory = new HashMap<>();
  private final Set<Tensor> waiting = new LinkedHashSet<>();

  /**
   * Nothing is pending. All memory is allocated here, because allocation may wait for the device;
   * it lives as long as {@code scope}.
   */
  NextInputs(Context context, Scope scope, Staging staging, List<Tensor> inputs) {
    this.staging = staging;
    for (Tensor tensor : inputs) {
      memory.put(tensor, scope.add(context.allocate(tensor.bytes(), "the next " + tensor)));
    }
    copies = scope.add(context.stream());
    arrived = scope.add(context.mark());
    taken = scope.add(context.mark());
  }

  /** Starts the upload of a value; returns when the host's memory has been read. */
  void send(HostTensor value) {
    Tensor tensor = value.tensor();
    String purpose = "the next " + tensor;
    copies.upload(value.data(), of(tensor), staging, purpose);
    arrived.record(copies);
    waiting.add(tensor);
  }

  private DeviceMemory of(Tensor tensor) {
    return Objects.requireNonNull(memory.get(tensor), "an input");
  }

  /** Drops a pending value, because a later one was written another way. */
  void forget(Tensor tensor) {
    waiting.remove(tensor);
  }

  /** Lets the program's stream take over what was uploaded; does not wait. */
  void takeOver(Stream stream, Buffers buffers) {
    if (waiting.isEmpty()) {
      return;
    }
    arrived.before(stream, "the next inputs");
    for (Tensor tensor : waiting) {
      stream.copy(of(tensor), buffers.of(tensor), "the next " + tensor);
    }
    taken.record(stream);
    taken.before(copies, "inputs that are read");
    waiting.clear();
  }
}
