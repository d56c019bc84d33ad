package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Executing allocates next to nothing, once compiled. In a JVM of its own with a fork's arguments:
 * in the one of all tests the compiler has seen every operand and epilogue there is, inlines less,
 * and boxes vectors as no fork would.
 */
class AllocationTest {
  /** Bytes: the loops' own small objects. */
  private static final long TRIFLE = 64 << 10;

  private static final int REPETITIONS = 20;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @ParameterizedTest
  @ValueSource(strings = {"cpu-scalar", "cpu-simd"})
  void executesWithoutAllocating(String id) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-Xmx1g"));
    command.addAll(Targets.byId(id).orElseThrow().jvmArgs());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), id));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    String last = out.lines().reduce((a, b) -> b).orElseThrow();
    assertThat(Long.parseLong(last)).as("bytes per execution of " + id).isLessThanOrEqualTo(TRIFLE);
  }

  /** What runs in the other JVM. */
  public static final class Child {
    private Child() {}

    /** Prints the bytes that an execution on one thread allocates in the end. */
    public static void main(String[] args) {
      Target target = Targets.byId(args[0]).orElseThrow();
      Program program = Cases.cnn(DataType.F32, 4);
      try (Executable executable = target.compile(program, Precision.F32, new Target.Options(1))) {
        RandomPrograms.values(program, 1).values().forEach(executable::write);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long each = Long.MAX_VALUE;
        while (each > TRIFLE && System.nanoTime() < deadline) {
          each = bytesPerExecution(executable);
        }
        System.out.println(each);
      }
    }

    private static long bytesPerExecution(Executable executable) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < REPETITIONS; i++) {
        executable.execute();
      }
      return (threads.getCurrentThreadAllocatedBytes() - before) / REPETITIONS;
    }
  }
}
