package assay.report.compare;

import static assay.report.compare.FixedRun.FIRST;
import static assay.report.compare.FixedRun.GEMM;
import static assay.report.compare.FixedRun.SECOND;
import static assay.report.compare.FixedRun.TRAINING;
import static assay.report.compare.FixedRun.timed;
import static assay.report.compare.FixedRun.times;
import static assay.report.compare.FixedRun.trained;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Available;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.record.Verification;
import assay.report.compare.NotCompared.Side;
import assay.report.testing.SampleRuns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which cells of two runs are compared, and where the others go. */
class CellPairsTest {
  private static final CellId SCALAR = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-scalar");
  private static final CellId CUDA = SampleRuns.id("gemm/m=512,n=512,k=512", "cuda");
  private static final CellId FASTEST = SampleRuns.id("gemm/m=512,n=512,k=512", "fastest");

  private static CellPairs pairs(Matching matching, FixedRun base, FixedRun other) {
    return CellPairs.of(matching, base.data(), other.data());
  }

  private static CellPairs pairs(FixedRun base, FixedRun other) {
    return pairs(Matching.SAME_TARGET, base, other);
  }

  private static Cell unavailable(CellId id, String reason, @Nullable String advice) {
    return new Cell(
        id,
        null,
        new Outcome.Unavailable<>(reason, advice == null ? null : new Remedy.Advice(advice)));
  }

  private static Cell emulated(CellId id) {
    return new Cell(
        id,
        null,
        new Outcome.Verified<>(
            new Device.Emulated("pocl", Map.of()),
            "pocl 6.0",
            Verification.passed("entrywise", 1, 0.5, 64),
            null));
  }

  /** A cell that was measured without its time. */
  private static Cell timeless(CellId id) {
    return new Cell(
        id,
        null,
        new Outcome.Measured<>(
            new Device.Hardware("Example CPU", Map.of()),
            "loops",
            Verification.passed("entrywise", 1, 0.5, 64),
            new CellResult(
                Map.of(
                    MetricKey.THROUGHPUT,
                    new Available<>(
                        new Metric("FLOP/s", 1e9, null, null, 6, 6, false, "no interval"))),
                Map.of(),
                Telemetry.missing("not watched"),
                null)));
  }

  private static FixedRun base() {
    return new FixedRun(FIRST);
  }

  private static FixedRun other() {
    return new FixedRun(SECOND);
  }

  @Test
  void whatOneRunLacksIsListedOnItsSide() {
    FixedRun base = base().cell(GEMM, timed(1)).cell(SCALAR, timed(1));
    FixedRun other = other().cell(CUDA, timed(1)).cell(GEMM, timed(1));
    CellPairs pairs = pairs(base, other);
    assertThat(pairs.pairs()).extracting(pair -> pair.base().id()).containsExactly(GEMM);
    assertThat(pairs.missing())
        .containsExactly(
            new NotCompared(SCALAR, Side.OTHER, other.data() + " has no such cell"),
            new NotCompared(CUDA, Side.BASE, base.data() + " has no such cell"));
    assertThat(pairs.emulated()).isEmpty();
  }

  @Test
  void theFastestTargetIsTheOneOfTheShortestTime() {
    FixedRun base = base().cell(GEMM, timed(2)).cell(SCALAR, timed(1)).cell(CUDA, timed(3));
    FixedRun tied = other().cell(GEMM, timed(1)).cell(SCALAR, timed(1));
    CellPairs.Pair pair = pairs(Matching.FASTEST_TARGET, base, tied).pairs().getFirst();
    assertThat(pair.base().id()).isEqualTo(SCALAR);
    assertThat(pair.other().id()).as("the first of a tie").isEqualTo(GEMM);
  }

  @Test
  void aTargetWithATimeIsFasterThanOneWithout() {
    FixedRun last = base().cell(unavailable(CUDA, "no driver", null)).cell(GEMM, timed(9));
    FixedRun first = other().cell(GEMM, timed(9)).cell(timeless(SCALAR));
    CellPairs pairs = pairs(Matching.FASTEST_TARGET, last, first);
    assertThat(pairs.pairs())
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.base().id()).isEqualTo(GEMM);
          assertThat(pair.other().id()).isEqualTo(GEMM);
        });
    FixedRun none = other().cell(unavailable(CUDA, "no driver", null));
    assertThat(pairs(Matching.FASTEST_TARGET, last, none).missing())
        .containsExactly(
            new NotCompared(FASTEST, Side.OTHER, none.data() + ": UNAVAILABLE, no driver"));
  }

  @Test
  void aCellWithoutATimeIsNotCompared() {
    FixedRun base = base().cell(timeless(GEMM));
    FixedRun other = other().cell(GEMM, timed(1));
    assertThat(pairs(base, other).missing())
        .containsExactly(new NotCompared(GEMM, Side.BASE, base.data() + ": OK, without a time"));
  }

  @Test
  void aReasonThatBothShareIsSaidOnce() {
    FixedRun base = base().cell(unavailable(CUDA, "no driver", "install one"));
    assertThat(pairs(base, other().cell(unavailable(CUDA, "no driver", "install one"))).missing())
        .containsExactly(
            new NotCompared(CUDA, Side.BOTH, "both runs: UNAVAILABLE, no driver [install one]"));
    FixedRun other = other().cell(unavailable(CUDA, "no device", null));
    assertThat(pairs(base, other).missing())
        .containsExactly(
            new NotCompared(
                CUDA,
                Side.BOTH,
                base.data()
                    + ": UNAVAILABLE, no driver [install one]; "
                    + other.data()
                    + ": UNAVAILABLE, no device"));
    FixedRun empty = other();
    assertThat(pairs(base, empty).missing())
        .containsExactly(
            new NotCompared(
                CUDA,
                Side.BOTH,
                base.data()
                    + ": UNAVAILABLE, no driver [install one]; "
                    + empty.data()
                    + " has no such cell"));
  }

  /** Whichever run has the emulation: the cell is listed with the emulated ones. */
  @Test
  void anEmulationInEitherRunIsListedAsOne() {
    FixedRun emulated = base().cell(emulated(GEMM));
    CellPairs first = pairs(emulated, other().cell(GEMM, timed(1)));
    assertThat(first.emulated())
        .containsExactly(
            new NotCompared(
                GEMM,
                Side.BASE,
                emulated.data() + ": emulation (pocl), output correct, no time to compare"));
    assertThat(first.missing()).isEmpty();
    CellPairs second =
        pairs(base().cell(unavailable(GEMM, "no driver", null)), other().cell(emulated(GEMM)));
    assertThat(second.emulated()).extracting(NotCompared::side).containsExactly(Side.BOTH);
    assertThat(second.missing()).isEmpty();
  }

  @Test
  void otherWorkOfOneNameIsNotCompared() {
    Cell measured = base().cell(GEMM, timed(1)).record().cells().getFirst();
    Work ten = new Work(10L, 20L, null);
    FixedRun base = base().cell(new Cell(GEMM, ten, measured.outcome()));
    assertThat(
            pairs(base, other().cell(new Cell(GEMM, new Work(11L, 20L, null), measured.outcome())))
                .missing())
        .containsExactly(
            new NotCompared(
                GEMM,
                Side.BOTH,
                "the work of one execution differs: Work[flops=10, bytes=20, samples=null] and"
                    + " Work[flops=11, bytes=20, samples=null]"));
    FixedRun equal = other().cell(new Cell(GEMM, new Work(10L, 20L, null), measured.outcome()));
    FixedRun unknown = other().cell(new Cell(GEMM, null, measured.outcome()));
    for (FixedRun other : List.of(equal, unknown)) {
      assertThat(pairs(base, other).pairs()).hasSize(1);
      assertThat(pairs(other, base).pairs()).hasSize(1);
    }
  }

  @Test
  void trainingOnOtherDataIsNotCompared() {
    FixedRun base = base().cell(TRAINING, times(2, trained(0.8, "a".repeat(64), 1.0)));
    assertThat(
            pairs(base, other().cell(TRAINING, times(2, trained(0.8, "b".repeat(64), 1.0))))
                .missing())
        .containsExactly(
            new NotCompared(TRAINING, Side.BOTH, "trained on different data: data-a and data-b"));
    assertThat(
            pairs(base, other().cell(TRAINING, times(2, trained(0.8, "a".repeat(64), 1.0))))
                .pairs())
        .hasSize(1);
    assertThat(pairs(base, other().cell(TRAINING, timed(1))).pairs())
        .as("a record that does not name its data")
        .hasSize(1);
  }

  @Test
  void aPairKnowsItsForks() {
    FixedRun base = base().cell(GEMM, timed(1, 2));
    RunData bare = RunData.withoutForks(other().cell(GEMM, timed(1)).record(), "they are gone");
    CellPairs.Pair pair = CellPairs.of(Matching.SAME_TARGET, base.data(), bare).pairs().getFirst();
    assertThat(pair.base().forks()).isEqualTo(base.forks());
    assertThat(pair.base().noForks()).isNull();
    assertThat(pair.other().forks()).isEqualTo(List.of());
    assertThat(pair.other().noForks()).isEqualTo("they are gone");
    assertThat(pair.other().run()).isEqualTo(bare.toString());
  }
}
