package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Rate;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.workload.Workloads;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannedCellTest {
  private static final Device CPU = new Device.Hardware("CPU", Map.of());

  /** A unit for each thread. */
  private record Threads() implements Target {
    @Override
    public String id() {
      return "threads";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public Availability<Device> probe() {
      return new Availability.Available<>(CPU);
    }

    @Override
    public List<Precision> precisions() {
      return List.of(Precision.F32);
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return Optional.empty();
    }

    @Override
    public int parallelUnits(Device device, Options options) {
      return options.threads();
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      throw new AssertionError("nothing is executed");
    }
  }

  private static PlannedCell cell(String workload) {
    return new PlannedCell(Workloads.parse(workload), new Threads(), Precision.F32);
  }

  /**
   * 50 blocks of twelve 512-bit vectors for each thread, and 1 ms at 64 operations a cycle and 4
   * GHz.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 64, 512})
  void aCeilingFillsItsDeviceUnderItsOldName(int threads) {
    PlannedCell sized = cell("peak/fma").sizedFor(CPU, threads);
    assertThat(sized.id()).isEqualTo(cell("peak/fma").id());
    long elements = sized.workload().program(Precision.F32).outputs().getFirst().elements();
    assertThat(elements / (12 * 16)).isGreaterThanOrEqualTo(50L * threads);
    double operations =
        Objects.requireNonNull(sized.workload().work(Precision.F32).amount(Rate.FLOPS));
    assertThat(operations / threads).isGreaterThanOrEqualTo(64 * 4e9 * 1e-3);
    assertThat(Workloads.parse(sized.workload().id()))
        .as("a fork is told the size")
        .isEqualTo(sized.workload());
  }

  /** Two threads were what the fixed size was made for: their series go on. */
  @Test
  void twoThreadsHaveTheSizeThatWasFixed() {
    assertThat(cell("peak/fma").sizedFor(CPU, 2).workload().id())
        .isEqualTo("peak/fma,elements=65536");
  }

  /** 132 multiprocessors of four schedulers: 64 blocks of 32 chains for each. */
  @Test
  void matrixChainsAreSizedToo() {
    assertThat(cell("peak/matrix").sizedFor(CPU, 4 * 132).workload().id())
        .isEqualTo("peak/matrix,tiles=" + 132 * 64 * 32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "peak/fma,elements=100",
        "peak/matrix,tiles=100",
        "gemm/m=8,n=8,k=8",
        "memory/copy,kib=64",
        "train/cnn-fashion"
      })
  void aSizeThatIsGivenStays(String workload) {
    assertThat(cell(workload).sizedFor(CPU, 512)).isEqualTo(cell(workload));
  }

  @Test
  void anEmulationIsNotFilled() {
    assertThat(cell("peak/fma").sizedFor(new Device.Emulated("PoCL", Map.of()), 512))
        .isEqualTo(cell("peak/fma"));
  }
}
