package assay.core.record;

import assay.core.device.Device;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.Outcome.Measured;
import assay.core.record.Outcome.Modelled;
import assay.core.record.Outcome.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Summarises the forks of a cell: a pure function, so that every summary can be recomputed from
 * {@code forks.jsonl}.
 *
 * <p>The worst fork decides the status. A fork that timed out or crashed is never ignored, which
 * would bias the result towards the successful ones, and one wrong output means that the others
 * cannot be trusted. Only a fork with a recorded cause is excluded from the metrics, with a note.
 */
public final class CellSummary {
  /** From worst to best. */
  private static final List<Status> SEVERITY =
      List.of(
          Status.INVALID, Status.FAILED, Status.TIMED_OUT, Status.UNAVAILABLE, Status.UNSUPPORTED);

  private CellSummary() {}

  /**
   * What a summary needs besides the forks.
   *
   * @param cell the cell's key
   * @param work the work of one execution, null if unknown
   * @param rate what its throughput counts
   * @param targetHalfWidth target half-width of the interval relative to the median, 0.01 for ± 1 %
   * @param peaks the measured peaks of the run
   * @param idle power of the idle machine, as measured in the run
   * @param seeds forks of a training cell that were planned, null if unknown or not training
   */
  public record Request(
      CellId cell,
      @Nullable Work work,
      Rate rate,
      double targetHalfWidth,
      List<Peak> peaks,
      List<RunTelemetry.Idle> idle,
      @Nullable Integer seeds) {
    public Request {
      peaks = List.copyOf(peaks);
      idle = List.copyOf(idle);
    }

    /** Of a cell of which no number of seeds is known. */
    public Request(
        CellId cell,
        @Nullable Work work,
        Rate rate,
        double targetHalfWidth,
        List<Peak> peaks,
        List<RunTelemetry.Idle> idle) {
      this(cell, work, rate, targetHalfWidth, peaks, idle, null);
    }
  }

  /**
   * Summarises a cell.
   *
   * @param forks all forks of the cell, at least one; those of other cells are an error
   */
  public static Cell summarise(Request request, List<ForkRecord> forks) {
    if (forks.isEmpty()) {
      throw new IllegalArgumentException("no fork of " + request.cell() + " to summarise");
    }
    for (ForkRecord fork : forks) {
      if (!fork.cell().equals(request.cell())) {
        throw new IllegalArgumentException(fork.cell() + " is not " + request.cell());
      }
    }
    return new Cell(request.cell(), request.work(), outcome(request, forks));
  }

  private static Outcome<CellResult> outcome(Request request, List<ForkRecord> forks) {
    for (Status status : SEVERITY) {
      for (int i = 0; i < forks.size(); i++) {
        Outcome<ForkResult> outcome = forks.get(i).outcome();
        if (outcome.status() == status) {
          boolean single = forks.size() == 1;
          return without(outcome, single ? "" : "fork " + (i + 1) + " of " + forks.size() + ": ");
        }
      }
    }
    Device first = forks.getFirst().outcome().device();
    for (ForkRecord fork : forks) {
      Device other = fork.outcome().device();
      if (first != null && other != null && !sameDevice(first, other)) {
        return new Outcome.Failed<>(
            null, null, "forks ran on " + first.name() + " and on " + other.name(), null);
      }
    }
    Verification worst =
        forks.stream()
            .map(fork -> Objects.requireNonNull(fork.outcome().verification()))
            .reduce(Verification::worse)
            .orElseThrow();
    return switch (forks.getFirst().outcome()) {
      case Measured<ForkResult> _ -> measured(request, measured(forks), worst);
      case Verified<ForkResult> v ->
          new Verified<>(v.device(), v.engine(), worst, v.emulationSeconds());
      case Modelled<ForkResult> m -> modelled(m, forks, worst);
      default -> throw new AssertionError("found above");
    };
  }

  private static Outcome<CellResult> without(Outcome<ForkResult> none, String which) {
    return switch (none) {
      case Outcome.Invalid<ForkResult>(var device, var engine, var verdict, var reason) ->
          new Outcome.Invalid<>(device, engine, verdict, which + reason);
      case Outcome.Failed<ForkResult>(var device, var engine, var reason, var remedy) ->
          new Outcome.Failed<>(device, engine, which + reason, remedy);
      case Outcome.TimedOut<ForkResult>(var device, var engine, var reason, var remedy) ->
          new Outcome.TimedOut<>(device, engine, which + reason, remedy);
      case Outcome.Unavailable<ForkResult>(var reason, var remedy) ->
          new Outcome.Unavailable<>(which + reason, remedy);
      case Outcome.Unsupported<ForkResult>(var reason, var remedy) ->
          new Outcome.Unsupported<>(which + reason, remedy);
      default -> throw new AssertionError("not a failure: " + none);
    };
  }

  /** A model's cycles do not vary; if they do, something other than the model was counted. */
  private static Outcome<CellResult> modelled(
      Modelled<ForkResult> first, List<ForkRecord> forks, Verification worst) {
    for (ForkRecord fork : forks) {
      if (fork.outcome() instanceof Modelled<ForkResult> other
          && other.model().cycles() != first.model().cycles()) {
        String reason =
            "forks counted "
                + first.model().cycles()
                + " and "
                + other.model().cycles()
                + " cycles";
        return new Outcome.Failed<>(first.device(), first.engine(), reason, null);
      }
    }
    return new Modelled<>(first.device(), first.engine(), worst, first.model());
  }

  private static List<CellMetrics.Fork> measured(List<ForkRecord> forks) {
    List<CellMetrics.Fork> measured = new ArrayList<>();
    for (ForkRecord fork : forks) {
      if (fork.outcome() instanceof Measured<ForkResult> one) {
        measured.add(new CellMetrics.Fork(fork.context().seed(), one));
      }
    }
    return measured;
  }

  private static Outcome<CellResult> measured(
      Request request, List<CellMetrics.Fork> forks, Verification worst) {
    List<CellMetrics.Fork> used =
        forks.stream().filter(fork -> fork.outcome().result().excludedCause() == null).toList();
    Measured<ForkResult> first = forks.getFirst().outcome();
    String note = exclusions(forks, used.size());
    if (used.isEmpty()) {
      String why = note == null ? "every fork was excluded" : note;
      return new Outcome.Failed<>(first.device(), first.engine(), why, null);
    }
    return new Measured<>(
        first.device(), first.engine(), worst, CellMetrics.of(request, used, note));
  }

  /** Such as "2 of 8 forks left out: throttled (2)", or null. */
  private static @Nullable String exclusions(List<CellMetrics.Fork> forks, int used) {
    if (used == forks.size()) {
      return null;
    }
    TreeMap<String, Integer> causes = new TreeMap<>();
    for (CellMetrics.Fork fork : forks) {
      String cause = fork.outcome().result().excludedCause();
      if (cause != null) {
        causes.merge(cause, 1, Integer::sum);
      }
    }
    List<String> parts = new ArrayList<>();
    causes.forEach((cause, count) -> parts.add(cause + " (" + count + ")"));
    return (forks.size() - used)
        + " of "
        + forks.size()
        + " forks left out: "
        + String.join(", ", parts);
  }

  /** Kind and name; details such as a temperature-dependent clock may differ between forks. */
  private static boolean sameDevice(Device a, Device b) {
    return a.getClass() == b.getClass() && a.name().equals(b.name());
  }
}
