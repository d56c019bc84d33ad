package assay.core.harness;

import assay.core.host.HostMemory;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.workload.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much memory a fork needs, computed before anything is allocated. */
final class MemoryNeed {
  /**
   * The host holds two sets of inputs, the usual ones and those in another order; the target holds
   * every tensor once.
   */
  private static final int HOST_COPIES = 2;

  /**
   * The host also holds poisoned outputs, and of a spot check those read before the execution,
   * after it and once more, besides those of one check that is verified later.
   */
  private static final int OUTPUT_COPIES = 5;

  private MemoryNeed() {}

  /** Bytes that a fork of this workload needs for its tensors. */
  static double bytes(Workload workload, Precision precision) {
    Program program = workload.program(precision);
    return bytes(program.inputs()) * HOST_COPIES
        + bytes(program.outputs()) * OUTPUT_COPIES
        + bytes(program.tensors());
  }

  /**
   * Bytes that another set of inputs needs besides: on the target, and on the host for the outputs
   * of one more check that is verified later.
   */
  static double bytesOfAnotherSet(Program program) {
    return bytes(program.inputs()) + bytes(program.outputs());
  }

  private static double bytes(List<Tensor> tensors) {
    return tensors.stream().mapToDouble(Tensor::bytes).sum();
  }

  /** Why the workload does not fit this machine; empty if it does. */
  static Optional<String> tooLarge(Workload workload, Precision precision) {
    double need = bytes(workload, precision);
    long have = HostMemory.bytes();
    return need <= have
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "needs %.0f bytes (%.1f GiB) for its tensors; this machine has %d bytes (%.1f GiB)",
                need,
                need / (1L << 30),
                have,
                (double) have / (1L << 30)));
  }
}
