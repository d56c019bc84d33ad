package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flushing the L2 cache, as the stand-in driver sees it. */
class FlushTest {
  private static final long L2 = 3 << 20;

  /** Filling memory moves the stand-in's clock on by a second. */
  private static final long FILL_NANOS = 1_000_000_000;

  @TempDir private Path folder = Path.of("");

  private StandInDriver.Outcome run(String... settings) {
    Map<String, String> all = new HashMap<>();
    all.put("L2", String.valueOf(L2));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return StandInDriver.complete().run(FlushChild.class, all);
  }

  @Test
  void otherMemoryIsReadAndAwaitedBeforeTheFirstEventAndWrittenOnce() throws IOException {
    Path trace = folder.resolve("calls");
    StandInDriver.Outcome outcome = run("TRACE", trace.toString());
    List<String> calls = Files.readAllLines(trace);
    calls.removeIf(call -> call.equals("cuCtxSetCurrent"));
    List<String> taking = List.of("cuMemsetD8Async", "  bytes " + 2 * L2);
    assertThat(Collections.indexOfSubList(calls, taking))
        .isEqualTo(Collections.lastIndexOfSubList(calls, taking))
        .isBetween(0, calls.indexOf("cuGraphLaunch"));
    int launch = 0;
    for (int i = 0; i < FlushChild.EXECUTIONS; i++) {
      launch += 1 + calls.subList(launch + 1, calls.size()).indexOf("cuGraphLaunch");
      List<String> before = calls.subList(0, launch);
      assertThat(before.subList(before.size() - 3, before.size()))
          .as("before execution %d", i)
          .containsExactly("cuLaunchKernel", "cuStreamSynchronize", "cuEventRecord");
      assertThat(calls.subList(launch + 1, launch + 3))
          .containsExactly("cuEventRecord", "cuEventSynchronize");
    }
    String said = outcome.lines().getFirst();
    assertThat(said).as(outcome.text()).startsWith("device ns: ");
    assertThat(Long.parseLong(said.substring("device ns: ".length()))).isLessThan(FILL_NANOS);
  }

  @Test
  void itsMemoryIsTakenOnceAndGivenBack() {
    StandInDriver.Outcome outcome = run();
    assertThat(outcome.count("memory")).as(outcome.text()).isZero();
    assertThat(outcome.count("calls.cuMemAlloc_v2")).isEqualTo(outcome.count("calls.cuMemFree_v2"));
    assertThat(outcome.count("sane")).isOne();
  }

  /** What is left unread stays in the cache. */
  @ParameterizedTest
  @ValueSource(ints = {3 << 20, 1_000_003, 5})
  void everyByteIsReadAndZerosChangeNothing(int size) {
    List<Integer> places = IntStream.of(0, 4, size / 2, size - 1).distinct().boxed().toList();
    List<String> args = new ArrayList<>(List.of(String.valueOf(size)));
    List<String> expected = new ArrayList<>(List.of("none: nothing"));
    for (int place : places) {
      args.add(String.valueOf(place));
      expected.add(place + ": found");
    }
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(ReadThroughChild.class, Map.of(), args.toArray(String[]::new));
    assertThat(outcome.lines()).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "cuMemsetD8Async:%d:700, the L2 cache flush",
    "cuMemAlloc_v2:%d:2, the L2 cache flush",
    "cuLaunchKernel:%d:700, read_through"
  })
  void aFailureIsAnErrorAndNoWarmRun(String plan, String said) {
    String function = plan.substring(0, plan.indexOf(':'));
    // The last of each is for the cache.
    long last = run().count("calls." + function);
    StandInDriver.Outcome outcome = run("FAIL", plan.formatted(last));
    assertThat(outcome.text())
        .startsWith("thrown: ")
        .contains(function.replace("_v2", ""))
        .contains(said);
    assertThat(outcome.count("memory")).isZero();
  }

  @Test
  void aDriverThatDoesNotStateTheSizeIsNoReasonToRunWarm() {
    assertThat(run("L2", "0").text())
        .startsWith("thrown: java.lang.UnsupportedOperationException: the driver does not report")
        .contains("caches: Unavailable[reason=the driver does not report the size of the L2 cache");
  }

  @Test
  void theTargetReportsIt() {
    assertThat(run().lines().getLast())
        .isEqualTo(
            "caches: Available[value=[CacheLevel[level=2, bytes="
                + L2
                + ", totalBytes="
                + L2
                + "]]]");
  }
}
