package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EndToEndTest {
  private final List<String> log = new ArrayList<>();
  private boolean broken;

  /** Right, notes what it is asked for, and computes nothing once it is broken. */
  private final class Noting implements Target {
    private final Target right = new NaiveTarget();

    @Override
    public String id() {
      return right.id();
    }

    @Override
    public String description() {
      return right.description();
    }

    @Override
    public Availability<Device> probe() {
      return right.probe();
    }

    @Override
    public List<Precision> precisions() {
      return right.precisions();
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return right.unsupported(program, precision);
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      return new NotingExecutable(right.compile(program, precision, options));
    }
  }

  private final class NotingExecutable implements Executable {
    private final Executable right;

    NotingExecutable(Executable right) {
      this.right = right;
    }

    @Override
    public void write(HostTensor value) {
      log.add("write " + value.tensor().name());
      right.write(value);
    }

    @Override
    public void execute() {
      log.add("execute");
      if (!broken) {
        right.execute();
      }
    }

    @Override
    public HostTensor read(Tensor tensor) {
      log.add("read " + tensor.name());
      return right.read(tensor);
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.of(1);
    }

    @Override
    public String engine() {
      return right.engine();
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private KernelSession session() {
    Workload.Kernel workload = (Workload.Kernel) Workloads.parse("gemm/m=3,n=2,k=4");
    return new KernelSession(
        workload, Precision.F32, new Noting(), ForkSettings.ofSystemProperties(), true);
  }

  @Test
  void aPassWritesAllInputsExecutesAndReadsAllOutputs() {
    try (KernelSession session = session()) {
      session.beforeIteration(Session.Iteration.LAST);
      session.execute();
      Verification timed = session.verify();
      log.clear();
      List<Double> seconds = new ArrayList<>();
      assertThat(session.endToEnd(timed, seconds::add)).isSameAs(timed);
      assertThat(seconds).hasSizeBetween(1, 5).allMatch(s -> s > 0);
      int execute = log.indexOf("execute");
      List<String> program = log.subList(0, log.indexOf("read " + last(log.getFirst())) + 1);
      assertThat(program.getFirst()).as("the output is poisoned first").startsWith("write ");
      assertThat(program.subList(1, execute)).hasSize(2).allMatch(call -> call.startsWith("write"));
      assertThat(program.subList(execute, program.size())).hasSize(2);
      assertThat(log.stream().filter("execute"::equals)).hasSize(seconds.size());
    }
  }

  private static String last(String call) {
    return call.substring(call.lastIndexOf(' ') + 1);
  }

  @Test
  void whatThePassesLeaveIsChecked() {
    try (KernelSession session = session()) {
      session.beforeIteration(Session.Iteration.LAST);
      session.execute();
      Verification timed = session.verify();
      assertThat(timed.passed()).isTrue();
      broken = true;
      Verification after = session.endToEnd(timed, _ -> {});
      assertThat(after.passed()).isFalse();
      assertThat(after.check()).startsWith("end to end: ");
    }
  }
}
