package assay.core.spi;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * A way to compute programs: a device with a library or with Assay's own kernels. Found through
 * {@link java.util.ServiceLoader}; loading the class must not touch native code.
 */
public interface Target {
  /** The name on the command line and in records, for example {@code cpu-simd}. */
  String id();

  /** A one-line description for the list of targets. */
  String description();

  /** Whether it can be used here, probed, not assumed. Never throws. */
  Availability<Device> probe();

  /** Precisions that it supports for at least one operation, in listing order. */
  List<Precision> precisions();

  /**
   * Why this program cannot be compiled in this precision; empty if it can, as far as is known
   * without preparing it. Needs no device and allocates nothing large.
   */
  Optional<Unsupported> unsupported(Program program, Precision precision);

  /**
   * Why {@link Executable#flush} cannot flush the device's caches; empty if it can. Needs no
   * device.
   */
  default Optional<Unsupported> unsupportedFlush() {
    return Optional.of(
        new Unsupported("cache=cold", id() + " cannot flush the caches of its device"));
  }

  /**
   * Why an executable cannot keep more than one set of inputs on the device; empty if it can. Needs
   * no device.
   */
  default Optional<Unsupported> unsupportedInputSets() {
    return Optional.of(
        new Unsupported("input sets", id() + " keeps one set of inputs on its device"));
  }

  /**
   * The device's caches that keep data from one execution to the next, the nearest to the
   * arithmetic units first; an empty list if it has none. They decide how many sets of inputs an
   * execution may rotate through and stay warm. Never throws.
   */
  default Availability<List<CacheLevel>> caches() {
    return new Availability.Unavailable<>(id() + " does not report the caches of its device");
  }

  /**
   * How many streams of instructions its device computes at a time; a ceiling has work for each. A
   * thread on a CPU is one, a multiprocessor of a GPU as many as it has schedulers.
   *
   * @param device as probed
   * @return at least 1
   */
  default int parallelUnits(Device device, Options options) {
    return 1;
  }

  /**
   * Prepares a program for execution and allocates its memory.
   *
   * @throws UnsupportedProgramException if preparing finds that the program is not supported
   * @throws TargetException if it fails, for example for lack of memory; the message says what is
   *     missing
   * @throws IllegalArgumentException if {@link #unsupported} gives a reason, or {@link
   *     #unsupportedInputSets} and more than one set is requested
   */
  Executable compile(Program program, Precision precision, Options options);

  /**
   * JVM arguments that this target needs for full performance, in addition to those of every fork.
   */
  default List<String> jvmArgs() {
    return List.of();
  }

  /**
   * File name prefixes of jars that only this target needs, such as {@code openblas-}: a package
   * without the target omits them.
   */
  default List<String> libraries() {
    return List.of();
  }

  /**
   * Names of the device's details that state which software computes, such as a library and its
   * version: the record has them among the machine's settings.
   */
  default List<String> softwareDetails() {
    return List.of();
  }

  /**
   * Files that go with this target, relative to the repository's root: a package has them in {@code
   * tools/}.
   */
  default List<String> tools() {
    return List.of();
  }

  /**
   * Options chosen by the caller.
   *
   * @param threads host threads to compute with, at least 1
   * @param inputSets sets of inputs that the device keeps, at least 1; see {@link
   *     Executable#select}
   */
  record Options(int threads, int inputSets) {
    public Options {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1; got " + threads);
      }
      if (inputSets < 1) {
        throw new IllegalArgumentException("inputSets must be at least 1; got " + inputSets);
      }
    }

    /** With one set of inputs. */
    public Options(int threads) {
      this(threads, 1);
    }
  }
}
