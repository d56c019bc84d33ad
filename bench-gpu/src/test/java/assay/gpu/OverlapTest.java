package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Copies that go on while the host or the device does something else. The stand-in does what a
 * stream was given as late as it may, or at random times: what does not wait is then wrong.
 */
class OverlapTest {
  private static final String NEXT = "inputsWrittenMeanwhile";

  /** One piece, two, many; with a last one that is full, and that is not. */
  private static final String[] SIZES = {"1", "31", "32", "33", "64", "65", "1000"};

  /** So many pieces that each half is used sixteen times, there and back. */
  private static final String LARGE = "1000";

  private static StandInDriver.Outcome copies(Map<String, String> settings, String... sizes) {
    return StandInDriver.complete().run(CopiesChild.class, settings, sizes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "late", "1", "2", "3"})
  void everythingArrivesInAnyOrder(String order) {
    StandInDriver.Outcome outcome = copies(Map.of("ORDER", order), SIZES);
    assertThat(outcome.lines()).containsExactly("same", "open: {}");
    assertThat(outcome.count("sane")).isOne();
  }

  /**
   * The planted mistake: one wait that is left out. The first thirty are an upload's, for its third
   * piece and on; a download's begin with the thirty-third.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 17, 30, 33, 50, 64})
  void aHalfThatIsUsedAgainTooEarlyIsSeen(int wait) {
    String skipped = "cuEventSynchronize:%d:0".formatted(wait);
    StandInDriver.Outcome outcome = copies(Map.of("ORDER", "late", "FAIL", skipped), LARGE);
    assertThat(outcome.lines().getFirst()).as(outcome.text()).contains("differs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuMemcpyHtoDAsync_v2:9:700",
        "cuMemcpyDtoHAsync_v2:9:700",
        "cuEventRecord:20:700",
        "cuEventSynchronize:20:700"
      })
  void anErrorInTheMiddleLeavesNothingOpen(String plan) {
    StandInDriver.Outcome outcome = copies(Map.of("ORDER", "late", "FAIL", plan), LARGE);
    assertThat(outcome.lines().getFirst())
        .startsWith("thrown: ")
        .contains(plan.substring(0, plan.indexOf(':')).replace("_v2", ""));
    assertThat(outcome.lines().getLast()).isEqualTo("open: {}");
    // Staging is not given back below a copy that is on its way.
    assertThat(outcome.text()).doesNotContain("stand-in:");
    for (String kind : List.of("memory", "pinned", "streams", "events", "contexts")) {
      assertThat(outcome.count(kind)).as(kind + " left open").isZero();
    }
  }

  private static StandInDriver.Outcome next(Map<String, String> settings) {
    return StandInDriver.complete().run(StandInChild.class, settings, "f32", NEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"late", "1", "2", "3"})
  void theNextInputsAreThoseOfTheNextExecutionInAnyOrder(String order) {
    StandInDriver.Outcome outcome = next(Map.of("ORDER", order));
    assertThat(outcome.lines()).as(outcome.text()).contains(StandInChild.PASSED + NEXT);
    assertThat(outcome.count("events")).isZero();
    assertThat(outcome.count("streams")).isZero();
  }

  /** Without the waiting of one stream for the other. */
  @Test
  void inputsThatAreReadBeforeTheyArriveAreSeen() {
    StandInDriver.Outcome outcome = next(Map.of("ORDER", "late", "LEAK", "cuStreamWaitEvent"));
    assertThat(outcome.text()).contains(StandInChild.FAILED + NEXT);
  }

  /**
   * The second wait of each execution: a copy overwrites what has not been taken over. An order
   * that happens to be the right one hides it, so several are tried.
   */
  @Test
  void inputsThatAreOverwrittenBeforeTheyAreTakenAreSeen() {
    assertThat(IntStream.rangeClosed(1, 8))
        .anyMatch(order ->
            next(Map.of("ORDER", String.valueOf(order), "FAIL", everySecondWait()))
                .text()
                .contains(StandInChild.FAILED + NEXT));
  }

  private static String everySecondWait() {
    StringBuilder plans = new StringBuilder();
    for (int wait = 2; wait < 400; wait += 2) {
      plans.append("cuStreamWaitEvent:").append(wait).append(":0,");
    }
    return plans.toString();
  }

  /** The next batch is sent between a step's start and the wait for its end, and not timed. */
  @Test
  void theNextBatchTravelsDuringTheStep(@TempDir Path folder) throws IOException {
    Path trace = folder.resolve("calls");
    next(Map.of("TRACE", trace.toString()));
    String calls = String.join(" ", Files.readAllLines(trace)).replaceAll("_v2", "");
    assertThat(calls)
        .containsPattern(
            // What has arrived is taken over before the device's time begins.
            "cuStreamWaitEvent (cuMemcpyDtoDAsync )+cuEventRecord cuStreamWaitEvent"
                // The step, between its two events.
                + " cuEventRecord cuGraphLaunch cuEventRecord"
                // The next inputs, before the wait for the step's end.
                + " cuCtxSetCurrent (cuEventSynchronize )?cuMemcpyHtoDAsync");
  }
}
