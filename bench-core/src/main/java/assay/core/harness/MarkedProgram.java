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
  private static final int TIMELINES = 15;

  private final long[] marks;
  private final double[] nanos;
  private final List<List<Double>> partSeconds = new ArrayList<>();
  private final List<long[]> timelines = new ArrayList<>();

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
    if (timelines.size() < TIMELINES) {
      timelines.add(marks.clone());
    }
    return whole;
  }

  ForkProfile.Marks times(ProgramParts.Clock clock) {
    timelines.sort(Comparator.comparingLong(MarkedProgram::length));
    long[] typical = timelines.get(timelines.size() / 2);
    double[] since = Arrays.stream(typical).mapToDouble(t -> (t - typical[0]) * NANOS).toArray();
    return new ForkProfile.Marks(
        clock, series(), partSeconds.stream().map(Series::of).toList(), Series.of(since));
  }

  private static long length(long[] timeline) {
    return timeline[timeline.length - 1] - timeline[0];
  }
}
