package assay.report.procurement;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.ForkResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.telemetry.Share;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of a system in a task. */
sealed interface Result {
  SystemUnderTest system();

  /**
   * Measured on hardware, by the fastest of its targets.
   *
   * @param forks the forks that count; empty if not available
   * @param draws resampled logarithms of the time, or why there are none
   */
  record Measured(
      SystemUnderTest system,
      Cell cell,
      Outcome.Measured<CellResult> outcome,
      List<ForkResult> forks,
      BootstrapResamples draws)
      implements Result {
    CellResult result() {
      return outcome.result();
    }

    String target() {
      return cell.id().target();
    }

    /** A metric, null if there is none. */
    @Nullable Metric metric(MetricKey key) {
      return result().metric(key);
    }

    Metric time() {
      return Objects.requireNonNull(metric(MetricKey.TIME));
    }

    double seconds() {
      return time().median();
    }

    /** Measured energies; may be empty. */
    List<Energy> energies() {
      return result().telemetry().energies();
    }

    /** Whether the energy was read from a stand-in folder rather than the machine's sensors. */
    boolean standIn() {
      return system.standIn() != null || energies().stream().anyMatch(e -> e.root() != null);
    }

    /** Whether it has power of its own target from the machine's own sensors. */
    boolean metered() {
      return !standIn()
          && metric(MetricKey.AVERAGE_POWER) != null
          && energies().stream().anyMatch(e -> e.share() == Share.PRIMARY);
    }
  }

  /** A task without metrics. */
  record Absent(SystemUnderTest system, List<Gap> gaps) implements Result {
    public Absent {
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * A cell that cannot be compared.
   *
   * @param target which target, empty where the run has no such cell
   * @param kind the status, or why it is not compared although it ran
   * @param reason why
   * @param remedy what helps, null where nothing is known
   */
  record Gap(String target, Kind kind, String reason, @Nullable String remedy) {}

  /** Why a cell has no metrics to compare. */
  enum Kind {
    NOT_IN_RUN,
    UNSUPPORTED,
    UNAVAILABLE,
    INVALID,
    FAILED,
    TIMED_OUT,
    EMULATED,
    OTHER_WORK
  }
}
