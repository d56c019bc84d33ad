package assay.core.record;

import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.device.Device;
import assay.core.record.ForkOutcome.Checked;
import assay.core.record.ForkOutcome.Modelled;
import assay.core.record.ForkOutcome.NoFigures;
import assay.core.record.ForkOutcome.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums the forks of a cell up: a pure function, so that every summary can be worked out again from
 * {@code forks.jsonl}.
 *
 * <p>The worst fork decides the status. A fork that timed out or crashed is not passed over, for
 * what is left would be the lucky ones; and one wrong output means that the others are not trusted.
 * Only a fork with a recorded cause is left out of the figures, and the note says so.
 */
public final class CellSummary {
  /** From worst to best. */
  private static final List<CellStatus> SEVERITY =
      List.of(
          CellStatus.INVALID,
          CellStatus.FAILED,
          CellStatus.TIMED_OUT,
          CellStatus.UNAVAILABLE,
          CellStatus.UNSUPPORTED);

  private CellSummary() {}

  /**
   * What a summary needs beside the forks.
   *
   * @param cell which cell
   * @param work the work of one execution, null where it is not known
   * @param rate what its throughput counts
   * @param targetHalfWidth half-width of the interval to reach as a share of the median, 0.01 for ±
   *     1 %
   * @param peak the measured ceiling, null where the run has none
   * @param idle power of the idle machine, as the run found it
   */
  public record Request(
      CellId cell,
      @Nullable Work work,
      Rate rate,
      double targetHalfWidth,
      @Nullable Peak peak,
      List<RunTelemetry.Idle> idle) {
    public Request {
      idle = List.copyOf(idle);
    }
  }

  /**
   * Sums up.
   *
   * @param forks all forks of the cell, at least one; those of other cells are an error
   */
  public static Cell summarise(Request request, List<ForkRecord> forks) {
    if (forks.isEmpty()) {
      throw new IllegalArgumentException("no fork of " + request.cell() + " to sum up");
    }
    for (ForkRecord fork : forks) {
      if (!fork.cell().equals(request.cell())) {
        throw new IllegalArgumentException(fork.cell() + " is not " + request.cell());
      }
    }
    return new Cell(request.cell(), request.work(), outcome(request, forks));
  }

  private static CellOutcome outcome(Request request, List<ForkRecord> forks) {
    for (CellStatus status : SEVERITY) {
      for (int i = 0; i < forks.size(); i++) {
        if (forks.get(i).outcome() instanceof NoFigures none && none.status() == status) {
          boolean single = forks.size() == 1;
          return without(none, single ? "" : "fork " + (i + 1) + " of " + forks.size() + ": ");
        }
      }
    }
    Device first = forks.getFirst().outcome().device();
    for (ForkRecord fork : forks) {
      Device other = fork.outcome().device();
      if (first != null && other != null && !sameDevice(first, other)) {
        return new CellOutcome.Failed(
            null, null, "forks ran on " + first.name() + " and on " + other.name(), null);
      }
    }
    List<Modelled> modelled = all(forks, Modelled.class);
    if (!modelled.isEmpty()) {
      return modelled(modelled);
    }
    List<Timed> timed = all(forks, Timed.class);
    return timed.isEmpty() ? emulated(all(forks, Checked.class)) : measured(request, timed);
  }

  private static CellOutcome without(NoFigures none, String which) {
    String reason = which + none.reason();
    return switch (none.status()) {
      case INVALID -> {
        Device device = none.device();
        Verification verdict = none.verification();
        if (device == null || verdict == null) {
          throw new AssertionError("refused by NoFigures");
        }
        yield new CellOutcome.Invalid(device, none.engine(), verdict, reason);
      }
      case FAILED -> new CellOutcome.Failed(none.device(), none.engine(), reason, none.remedy());
      case TIMED_OUT ->
          new CellOutcome.TimedOut(none.device(), none.engine(), reason, none.remedy());
      case UNAVAILABLE -> new CellOutcome.Unavailable(reason, none.remedy());
      case UNSUPPORTED -> new CellOutcome.Unsupported(reason, none.remedy());
      case OK -> throw new AssertionError("refused by NoFigures");
    };
  }

  private static CellOutcome emulated(List<Checked> forks) {
    Checked first = forks.getFirst();
    Verification worst = first.verification();
    for (Checked fork : forks) {
      worst = Verification.worse(worst, fork.verification());
    }
    return new CellOutcome.Emulated(
        first.device(), first.engine(), worst, first.emulationSeconds());
  }

  /**
   * Cycles of a model do not vary; if they did, something other than the model would be counted.
   */
  private static CellOutcome modelled(List<Modelled> forks) {
    Modelled first = forks.getFirst();
    Verification worst = first.verification();
    for (Modelled fork : forks) {
      worst = Verification.worse(worst, fork.verification());
      if (fork.model().cycles() != first.model().cycles()) {
        String reason =
            "forks counted " + first.model().cycles() + " and " + fork.model().cycles() + " cycles";
        return new CellOutcome.Failed(first.device(), first.engine(), reason, null);
      }
    }
    return new CellOutcome.Modelled(first.device(), first.engine(), worst, first.model());
  }

  private static CellOutcome measured(Request request, List<Timed> forks) {
    List<Timed> used = forks.stream().filter(fork -> fork.excludedCause() == null).toList();
    Timed first = forks.getFirst();
    String note = exclusions(forks, used.size());
    if (used.isEmpty()) {
      String why = note == null ? "no fork counts" : note;
      return new CellOutcome.Failed(first.device(), first.engine(), why, null);
    }
    Verification worst = first.verification();
    for (Timed fork : forks) {
      worst = Verification.worse(worst, fork.verification());
    }
    Figures figures = CellFigures.of(request, used, note);
    return new CellOutcome.Measured(first.device(), first.engine(), worst, figures);
  }

  /** Such as "2 of 8 forks left out: throttled (2)", or null. */
  private static @Nullable String exclusions(List<Timed> forks, int used) {
    if (used == forks.size()) {
      return null;
    }
    TreeMap<String, Integer> causes = new TreeMap<>();
    for (Timed fork : forks) {
      if (fork.excludedCause() != null) {
        causes.merge(fork.excludedCause(), 1, Integer::sum);
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

  private static <T extends ForkOutcome> List<T> all(List<ForkRecord> forks, Class<T> type) {
    return forks.stream()
        .map(ForkRecord::outcome)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
