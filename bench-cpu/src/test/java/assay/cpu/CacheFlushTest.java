package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostCaches;
import assay.core.host.HostMemory;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.workload.Workloads;
import assay.cpu.scalar.ScalarTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheFlushTest {
  /** Every line holds 1, so that what is read is counted by what is read. */
  @ParameterizedTest
  @CsvSource({"1, 1", "64, 3", "1000000, 1", "1000003, 4", "8388608, 7"})
  void everyLineOfTwiceTheCachesIsReadTwice(long cacheBytes, int processors) {
    try (CacheFlush flush = CacheFlush.of(cacheBytes, processors)) {
      assertThat(flush.bytes())
          .isGreaterThanOrEqualTo(2 * cacheBytes)
          .isLessThan(2 * cacheBytes + 64L * (processors + 1));
      assertThat(flush.lines()).isEqualTo(2 * flush.bytes() / 64);
      for (int time = 0; time < 3; time++) {
        assertThat(flush.flush()).isEqualTo(flush.lines());
      }
    }
  }

  @Test
  void thisMachinesCachesAreFlushedOrItSaysWhyNot() {
    Target target = new ScalarTarget();
    Program program = Workloads.parse("gemm/m=2,n=2,k=2").program(Precision.F32);
    switch (HostCaches.bytes(HostRoot.machine())) {
      case Availability.Available<Long>(Long bytes) when 4 * bytes > HostMemory.bytes() ->
          assertThat(target.unsupportedFlush())
              .hasValueSatisfying(u -> assertThat(u.reason()).contains("needs a buffer of"));
      case Availability.Available<Long> _ -> {
        assertThat(target.unsupportedFlush()).isEmpty();
        Executable run = target.compile(program, Precision.F32, new Target.Options(1));
        run.flush();
        run.flush();
        assertThat(flushers()).isPositive();
        run.close();
        run.close();
        assertThat(flushers()).isZero();
      }
      case Availability.Unavailable<Long> unknown ->
          assertThat(target.unsupportedFlush())
              .hasValueSatisfying(u -> assertThat(u.reason()).contains(unknown.reason()));
    }
  }

  /** A container with a small share of a host whose processors have caches of gigabytes. */
  @Test
  void cachesTooLargeForTheMemoryAreSaidAndNotTried() {
    Availability<Long> caches = new Availability.Available<>(1L << 30);
    assertThat(CacheFlush.why(caches, 4L << 30)).isEmpty();
    assertThat(CacheFlush.why(caches, (4L << 30) - 2))
        .hasValueSatisfying(reason ->
            assertThat(reason)
                .contains("a buffer of 2147483648 bytes (2.0 GiB)")
                .contains("has 4294967294 bytes (4.0 GiB)")
                .contains("raise the container's memory limit"));
  }

  private static long flushers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("assay-cache-flush-"))
        .count();
  }
}
