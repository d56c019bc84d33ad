package assay.report.export;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.profile.ForkProfile;
import assay.core.profile.Phase;
import assay.core.profile.Profile;
import assay.core.profile.ProfiledPart;
import assay.core.record.Series;
import assay.core.stats.Quantiles;
import assay.report.profile.ProfileFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One marked execution: that of the fork whose marked program takes the median time. Times of spans
 * are in ns since its start, all others in ns since the timing of the fork began.
 *
 * @param fork number of the fork, from 1
 * @param byDevice whether the times are the device's, not the host's
 * @param spans the program, its phases if it trains, and its parts: whatever contains another comes
 *     before it
 * @param start when the execution started: if the device marks, its clock is laid so that what the
 *     host's call takes longer is half before and half after it
 * @param host transfers of the same execution, and the call if the device marks; empty in profiles
 *     of before they were kept
 * @param sampled telemetry by channel, with times in s
 */
record Timeline(
    int fork,
    boolean byDevice,
    List<Span> spans,
    long start,
    List<Span> host,
    Map<String, ForkProfile.Sampled> sampled) {
  private static final double NANOS = 1e9;

  /**
   * A time from start to end.
   *
   * @param kind {@code program}, {@code phase} or {@code part}; of the host {@code transfer} or
   *     {@code call}
   * @param name what ran
   * @param part index of the part, -1 for others
   */
  record Span(String kind, String name, int part, long start, long end) {}

  /** The timeline, or why there is none. */
  static Availability<Timeline> of(Profile profile) {
    if (ProfileFigures.of(profile).isEmpty()) {
      return new Unavailable<>(String.valueOf(ProfileRow.reason(profile.outcome())));
    }
    List<ForkProfile> marked =
        profile.measured().stream()
            .filter(fork -> fork.marks() != null)
            .sorted(Comparator.comparingDouble(fork -> median(marks(fork).whole())))
            .toList();
    if (marked.isEmpty()) {
      String why = profile.measured().getFirst().noMarks();
      return new Unavailable<>("a timeline needs marks, and there are none: " + why);
    }
    ForkProfile typical = marked.get((marked.size() - 1) / 2);
    int number = 1;
    while (!typical.equals(profile.forks().get(number - 1).result())) {
      number++;
    }
    boolean byDevice = marks(typical).byDevice();
    List<Span> spans = spans(profile, marks(typical).timeline());
    ForkProfile.Around around = marks(typical).around();
    if (around == null) {
      return new Available<>(new Timeline(number, byDevice, spans, 0, List.of(), Map.of()));
    }
    long length = spans.getFirst().end();
    long executing = nanos(around.executing());
    long executed = Math.max(nanos(around.executed()), executing + length);
    List<Span> host = new ArrayList<>();
    host.add(new Span("transfer", "write inputs", -1, nanos(around.writing()), executing));
    if (byDevice) {
      host.add(new Span("call", "execute", -1, executing, executed));
    }
    host.add(
        new Span(
            "transfer", "read outputs", -1, executed, Math.max(nanos(around.read()), executed)));
    long start = byDevice ? executing + (executed - executing - length) / 2 : executing;
    Map<String, ForkProfile.Sampled> sampled = typical.sampled();
    return new Available<>(
        new Timeline(number, byDevice, spans, start, host, sampled == null ? Map.of() : sampled));
  }

  private static long nanos(double seconds) {
    return Math.round(NANOS * seconds);
  }

  private static ForkProfile.Marks marks(ForkProfile fork) {
    return Objects.requireNonNull(fork.marks());
  }

  private static double median(Series series) {
    return Quantiles.median(series.toArray());
  }

  private static List<Span> spans(Profile profile, Series timeline) {
    long[] marks = new long[timeline.size()];
    for (int mark = 0; mark < marks.length; mark++) {
      long at = Math.round(NANOS * timeline.get(mark));
      // Two reads of one clock may be equal; what is rounded must not run backwards.
      marks[mark] = mark == 0 ? at : Math.max(at, marks[mark - 1]);
    }
    List<ProfiledPart> parts = profile.parts();
    List<Span> spans = new ArrayList<>();
    spans.add(new Span("program", profile.cell().workload(), -1, marks[0], marks[parts.size()]));
    boolean trains = parts.stream().anyMatch(part -> part.phase() == Phase.OPTIMIZER);
    for (int part = 0; part < parts.size(); part++) {
      Phase phase = parts.get(part).phase();
      if (trains && (part == 0 || parts.get(part - 1).phase() != phase)) {
        int end = part;
        while (end < parts.size() && parts.get(end).phase() == phase) {
          end++;
        }
        spans.add(new Span("phase", name(phase), -1, marks[part], marks[end]));
      }
      spans.add(new Span("part", parts.get(part).label(), part, marks[part], marks[part + 1]));
    }
    return spans;
  }

  private static String name(Phase phase) {
    return switch (phase) {
      case FORWARD -> "forward";
      case BACKWARD -> "backward";
      case OPTIMIZER -> "optimizer";
    };
  }

  /** Where the execution is, in words. */
  String about(Profile profile) {
    return "one execution of typical length with marks, fork "
        + fork
        + " of "
        + profile.forks().size()
        + "; "
        + (byDevice ? "times of the device" : "times of the host");
  }

  /** All names of spans, each once. */
  List<String> names() {
    return spans.stream().map(Span::name).distinct().toList();
  }
}
