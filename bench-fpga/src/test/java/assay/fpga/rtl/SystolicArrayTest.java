package assay.fpga.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.fpga.rtl.Simulations.Case;
import assay.fpga.rtl.Simulations.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated array against integer arithmetic, bit by bit. */
class SystolicArrayTest {
  private static final int RAGGED = 100;
  private static final int LONGEST = 40;
  private static final List<Integer> PAUSES = List.of(0, 2, 3, 10);

  @TempDir Path folder;

  @BeforeEach
  void tools() {
    Simulations.requireTools();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4x4", "8x8"})
  void aLargeProductIsExactAndKeepsTheArrayBusy(String array) throws IOException {
    ArraySize size = ArraySize.parse(array);
    Case test = Case.random(256, 256, 256, new SplittableRandom(1));
    Outcome outcome = Simulations.run(Simulations.model(size), test, Simulations.NEVER, folder);
    assertThat(outcome.c()).isEqualTo(test.expected());
    long ideal = test.macs() / size.macsPerCycle();
    assertThat(outcome.counts().operandBeats()).isEqualTo(ideal);
    assertThat((double) ideal / outcome.counts().cycles()).isBetween(0.95, 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4x4", "8x8", "2x5"})
  void raggedProductsAreExactWhateverPauses(String array) throws IOException {
    ArraySize size = ArraySize.parse(array);
    Model model = Simulations.model(size);
    SplittableRandom random = new SplittableRandom(7);
    exact(model, Case.random(1, 1, 1, random), Simulations.NEVER);
    for (int i = 0; i < RAGGED; i++) {
      Case test =
          Case.random(
              random.nextInt(1, LONGEST),
              random.nextInt(1, LONGEST),
              random.nextInt(1, LONGEST),
              random);
      Model.Pauses pauses =
          new Model.Pauses(i, pause(random), pause(random), i % 2 == 0 ? 0 : pause(random));
      Outcome outcome = exact(model, test, pauses);
      long tiles = (long) Math.ceilDiv(test.m(), size.rows()) * Math.ceilDiv(test.n(), size.cols());
      assertThat(outcome.counts().operandBeats())
          .as("padding streams like data: %s", test)
          .isEqualTo(tiles * test.k());
      assertThat(outcome.counts().resultBeats()).isEqualTo(tiles * size.rows());
    }
  }

  /** As the source says it: a tile keeps the drain registers for 2·ROWS + COLS + 2 cycles. */
  @ParameterizedTest
  @CsvSource({
    "4x4, 16, 12, 9",
    "4x4, 16, 12, 14",
    "4x4, 16, 12, 15",
    "8x8, 20, 20, 3",
    "2x5, 7, 9, 40"
  })
  void cyclesAreThoseOfTheSchedule(String array, int m, int n, int k) throws IOException {
    ArraySize size = ArraySize.parse(array);
    Case test = Case.random(m, n, k, new SplittableRandom(9));
    long tiles = (long) Math.ceilDiv(m, size.rows()) * Math.ceilDiv(n, size.cols());
    long drain = 2L * size.rows() + size.cols() + 1;
    assertThat(exact(Simulations.model(size), test, Simulations.NEVER).counts().cycles())
        .isEqualTo(k + (tiles - 1) * Math.max(k, drain + 1) + drain);
  }

  private static int pause(SplittableRandom random) {
    return PAUSES.get(random.nextInt(PAUSES.size()));
  }

  private Outcome exact(Model model, Case test, Model.Pauses pauses) throws IOException {
    Outcome outcome = Simulations.run(model, test, pauses, folder);
    assertThat(outcome.c())
        .as("%s on %s with %s", test, model.size(), pauses)
        .isEqualTo(test.expected());
    return outcome;
  }

  /** (−128)² is the largest product there is, and 40 of them the largest sum of these tests. */
  @Test
  void extremesKeepTheirSign() throws IOException {
    Model model = Simulations.model(new ArraySize(4, 4));
    for (int a : List.of(-128, -1, 0, 127)) {
      for (int b : List.of(-128, 1, 127)) {
        Case test = new Case(5, 6, LONGEST, new byte[5 * LONGEST], new byte[6 * LONGEST]);
        Arrays.fill(test.a(), (byte) a);
        Arrays.fill(test.b(), (byte) b);
        assertThat(exact(model, test, Simulations.NEVER).c()[0]).isEqualTo(LONGEST * a * b);
      }
    }
  }

  /** A tile must wait for the one before it to leave, and no longer. */
  @Test
  void aSlowTakerCostsCyclesAndNothingElse() throws IOException {
    Model model = Simulations.model(new ArraySize(4, 4));
    Case test = Case.random(32, 32, 24, new SplittableRandom(3));
    long free = exact(model, test, Simulations.NEVER).counts().cycles();
    long slow = exact(model, test, new Model.Pauses(5, 0, 0, 2)).counts().cycles();
    long starved = exact(model, test, new Model.Pauses(5, 2, 0, 0)).counts().cycles();
    assertThat(slow).isGreaterThanOrEqualTo(free);
    assertThat(starved).isGreaterThan(free + free / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2x2", "4x4", "3x5", "8x8", "16x16"})
  void hasNothingThatLintWouldPointAt(String array, @TempDir Path sources) throws IOException {
    Sources.shipped().writeTo(sources);
    ArraySize size = ArraySize.parse(array);
    Command.Result lint =
        Simulations.tools()
            .command()
            .run(
                List.of(
                    "verilator",
                    "--lint-only",
                    "-Wall",
                    "-GROWS=" + size.rows(),
                    "-GCOLS=" + size.cols(),
                    "--top-module",
                    "systolic_gemm",
                    sources.resolve("systolic_gemm.sv").toString(),
                    sources.resolve("systolic_pe.sv").toString(),
                    sources.resolve("systolic_skew.sv").toString()),
                120);
    assertThat(lint.status()).as(lint.errors()).isZero();
    assertThat(lint.errors() + lint.output()).isEmpty();
  }

  /** Mistakes as they are made in hardware; each must make the comparison or the bench fail. */
  static List<Arguments> faults() {
    String array = "systolic_gemm.sv";
    return List.of(
        Arguments.of(array, "(OPERAND_BITS), .DELAY(j)", "(OPERAND_BITS), .DELAY(j + 1)"),
        Arguments.of(array, "in_tile <= !a_last;", "in_tile <= 1'b1;"),
        Arguments.of(array, "wire held = a_last && occupied;", "wire held = 1'b0 & occupied;"),
        Arguments.of(array, "COUNT_BITS'(ROWS - 1)", "COUNT_BITS'(ROWS - 2)"),
        Arguments.of("systolic_pe.sv", "{product[2*OPERAND_BITS-1]}", "{1'b0}"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsFound(String file, String right, String wrong) throws IOException {
    Sources broken = Mutants.of(file, right, wrong);
    Model model = Model.build(broken, new ArraySize(4, 4), Simulations.tools(), Simulations.CACHE);
    SplittableRandom random = new SplittableRandom(11);
    Case test = Case.random(9, 10, 3, random);
    try {
      Outcome outcome = Simulations.run(model, test, new Model.Pauses(1, 0, 0, 4), folder);
      assertThat(outcome.c()).isNotEqualTo(test.expected());
    } catch (IOException e) {
      // The bench itself saw the protocol broken, which is as good.
      assertThat(e).hasMessageContaining("the simulation ended with status 1");
    }
  }

  @Test
  void aSimulationThatCannotReadItsOperandsSaysSo() throws IOException {
    Model model = Simulations.model(new ArraySize(4, 4));
    assertThatThrownBy(() ->
            model.multiply(
                2, 2, 2, folder.resolve("none"), folder.resolve("c"), Simulations.NEVER, 60))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read all of")
        .hasMessageContaining("none");
  }
}
