package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.harness.TimedWindows.Window;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedWindowsTest {
  private final List<Integer> reads = new ArrayList<>();
  private int finished;

  private List<Window> run(int steps, long seed) {
    reads.clear();
    finished = 0;
    TimedWindows windows = new TimedWindows(steps, this::state, new SplittableRandom(seed));
    for (int step = 0; step < steps; step++) {
      windows.before(step);
      finished = step + 1;
      windows.after(step);
    }
    return windows.ended();
  }

  private Map<Tensor, HostTensor> state() {
    reads.add(finished);
    return Map.of();
  }

  /** Wherever they fall, a third of the run has one, and states are those around its steps. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 9, 10, 187, 938})
  void eachThirdHasAWindowOfTwoOrThreeSteps(int steps) {
    for (long seed = 0; seed < 300; seed++) {
      List<Window> windows = run(steps, seed);
      assertThat(windows).hasSize(3);
      List<Integer> around = new ArrayList<>();
      for (int third = 0; third < 3; third++) {
        Window window = windows.get(third);
        assertThat(window.length()).isBetween(Math.min(2, steps / 3), Math.min(3, steps / 3));
        assertThat(window.first()).isGreaterThanOrEqualTo(third * (steps / 3));
        assertThat(window.end()).isLessThanOrEqualTo((third + 1) * (steps / 3));
        around.add(window.first());
        around.add(window.end());
      }
      assertThat(reads).isEqualTo(around);
    }
  }

  @Test
  void everyStepAndEveryLengthCanBeHit() {
    Set<Integer> steps = new HashSet<>();
    Set<Integer> lengths = new HashSet<>();
    for (long seed = 0; seed < 500; seed++) {
      for (Window window : run(12, seed)) {
        lengths.add(window.length());
        for (int step = window.first(); step < window.end(); step++) {
          steps.add(step);
        }
      }
    }
    assertThat(steps).hasSize(12);
    assertThat(lengths).containsExactlyInAnyOrder(2, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aRunOfFewerStepsHasNone(int steps) {
    assertThat(run(steps, 1)).isEmpty();
    assertThat(reads).isEmpty();
  }

  @Test
  void theClockStandsStillWhileStateIsReadAndOnlyThen() {
    TimedWindows windows =
        new TimedWindows(
            3,
            () -> {
              busy(2_000_000);
              return Map.of();
            },
            new SplittableRandom(1));
    for (int step = 0; step < 3; step++) {
      windows.before(step);
      windows.after(step);
    }
    assertThat(windows.takePausedNanos()).isGreaterThanOrEqualTo(12_000_000);
    assertThat(windows.takePausedNanos()).as("since then").isZero();
  }

  private static void busy(long nanos) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait();
    }
  }
}
