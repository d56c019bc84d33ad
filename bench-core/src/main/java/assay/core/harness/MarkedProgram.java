package assay.core.harness;

import assay.core.profile.ForkProfile;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Series;
import assay.core.spi.Executable;
import assay.core.spi.ProgramParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A program whose parts are timed by marks. */
final class MarkedProgram extends TimedProgram {
  /** Marked executions from which the one of typical length is chosen. */
  private static final int INSTANCES = 15;

  private final long[] marks;
  private final double[] nanos;
  private final List<List<Double>> partSeconds = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();

  /** One execution with its transfers, by the host's clock but for the marks. */
  private record Instance(long[] marks, long writing, long executing, long executed, long read) {
    long length() {
      return marks[marks.length - 1] - marks[0];
    }
  }

  /**
   * As a timed program.
   *
   * @param parts number of parts that the executable marks
   */
  MarkedProgram(
      Program program,
      Precision precision,
      Executable executable,
      Map<Tensor, HostTensor> given,
      int parts) {
    super(program, precision, executable, given);
    marks = new long[parts + 1];
    nanos = new double[parts];
    for (int part = 0; part < parts; part++) {
      partSeconds.add(new ArrayList<>());
    }
  }

  @Override
  void execute() {
    executable().execute(marks);
    for (int part = 0; part < nanos.length; part++) {
      nanos[part] += marks[part + 1] - marks[part];
    }
  }

  @Override
  double batch() {
    Arrays.fill(nanos, 0);
    double whole = super.batch();
    for (int part = 0; part < nanos.length; part++) {
      partSeconds.get(part).add(nanos[part] * NANOS / executions());
    }
    if (instances.size() < INSTANCES) {
      instances.add(instance());
    }
    return whole;
  }

  /** Writes all inputs, executes, and reads all outputs. */
  private Instance instance() {
    resetState();
    long writing = System.nanoTime();
    writeInputs();
    long executing = System.nanoTime();
    executable().execute(marks);
    long executed = System.nanoTime();
    program().outputs().forEach(executable()::read);
    return new Instance(marks.clone(), writing, executing, executed, System.nanoTime());
  }

  /**
   * What was measured.
   *
   * @param began {@link System#nanoTime()} when timing began
   */
  ForkProfile.Marks times(ProgramParts.Clock clock, long began) {
    instances.sort(Comparator.comparingLong(Instance::length));
    Instance typical = instances.get(instances.size() / 2);
    long first = typical.marks[0];
    double[] since = Arrays.stream(typical.marks).mapToDouble(t -> (t - first) * NANOS).toArray();
    return new ForkProfile.Marks(
        clock,
        series(),
        partSeconds.stream().map(Series::of).toList(),
        Series.of(since),
        new ForkProfile.Around(
            (typical.writing - began) * NANOS,
            (typical.executing - began) * NANOS,
            (typical.executed - began) * NANOS,
            (typical.read - began) * NANOS));
  }
}
