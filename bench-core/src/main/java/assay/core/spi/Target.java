package assay.core.spi;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * A way to compute programs: a device with a library or kernels of our own. Found through {@link
 * java.util.ServiceLoader}; loading the class must not touch any native library.
 */
public interface Target {
  /** The name on the command line and in records, for example {@code cpu-simd}. */
  String id();

  /** One line for the list of targets: what computes, and how. */
  String description();

  /** Whether it can be used here, tried and not assumed. Never throws. */
  Availability<Device> probe();

  /** Precisions it has any operation for, in the order in which they are to be listed. */
  List<Precision> precisions();

  /**
   * Why this program cannot be compiled in this precision; empty if it can, as far as that can be
   * told without preparing it. Needs no device and allocates nothing large.
   */
  Optional<Unsupported> unsupported(Program program, Precision precision);

  /**
   * Why {@link Executable#flush} cannot empty the device's caches; empty if it can. Needs no
   * device.
   */
  default Optional<Unsupported> unsupportedFlush() {
    return Optional.of(
        new Unsupported("cache=cold", id() + " has no way to empty the caches of its device"));
  }

  /**
   * Prepares a program for execution and allocates its memory.
   *
   * @throws UnsupportedProgramException if the program is not supported after all
   * @throws TargetException if it cannot be done, for example for lack of memory; the message says
   *     what is missing
   * @throws IllegalArgumentException if {@link #unsupported} has a reason against it
   */
  Executable compile(Program program, Precision precision, Options options);

  /** Arguments a JVM needs to run this target at its best, beside those every JVM of ours gets. */
  default List<String> jvmArgs() {
    return List.of();
  }

  /**
   * Beginnings of the names of jar files that this target needs and others do not, such as {@code
   * openblas-}: a package without the target goes without them.
   */
  default List<String> libraries() {
    return List.of();
  }

  /**
   * Files of the repository, from its root, that go with this target: a package has them in {@code
   * tools/}.
   */
  default List<String> tools() {
    return List.of();
  }

  /**
   * What the caller chooses.
   *
   * @param threads host threads to compute with, at least 1
   */
  record Options(int threads) {
    /** Checks the range. */
    public Options {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1; got " + threads);
      }
    }
  }
}
