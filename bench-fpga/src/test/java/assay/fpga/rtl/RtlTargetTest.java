package assay.fpga.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.conformance.ConformanceChecks;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.ModelledExecutable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.workload.SeededValues;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtlTargetTest {
  private static final Target.Options OPTIONS = new Target.Options(1);

  @TempDir Path folder;

  private static RtlTarget small() {
    return target("4x4");
  }

  /** This process' environment with another array. */
  private static RtlTarget target(String array) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(ArraySize.VARIABLE, array);
    environment.put("XDG_CACHE_HOME", Simulations.FOLDER.toString());
    return new RtlTarget(environment);
  }

  private static Program program(String workload, Precision precision) {
    return Workloads.parse(workload).program(precision);
  }

  @Test
  void isFoundByItsName() {
    assertThat(Targets.byId("rtl-model")).containsInstanceOf(RtlTarget.class);
  }

  @Test
  void withoutToolsItIsUnavailableWithTheCommandThatInstallsThem() {
    assertThat(new RtlTarget(Map.of("PATH", folder.toString())).probe())
        .isEqualTo(
            new Availability.Unavailable<>(
                "not found on the search path: verilator, g++, make, sh",
                new Remedy.Packages(List.of("verilator", "g++", "make"))));
    assertThat(new RtlTarget(Map.of()).probe()).isInstanceOf(Availability.Unavailable.class);
  }

  @Test
  void aToolThatDoesNotRunMakesItUnavailable() throws Exception {
    for (String tool : Tools.SIMULATION) {
      Path file = folder.resolve(tool);
      Files.writeString(file, "#!/bin/sh\necho 'no such library' >&2\nexit 3\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    assertThat(new RtlTarget(Map.of("PATH", folder.toString())).probe())
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            missing -> {
              assertThat(missing.reason()).contains("g++").contains("status 3: no such library");
              assertThat(missing.toText()).contains("apt-get install");
            });
  }

  @Test
  void aCacheThatCannotBeWrittenMakesItUnavailable() throws Exception {
    Simulations.requireTools();
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Map<String, String> environment =
        Map.of("PATH", System.getenv("PATH"), "XDG_CACHE_HOME", file.toString());
    assertThat(new RtlTarget(environment).probe())
        .isEqualTo(
            new Availability.Unavailable<>(
                "the folder for simulations, "
                    + file
                    + "/assay/rtl, cannot be written (Not a directory)",
                new Remedy.SetVariable(
                    "XDG_CACHE_HOME", "a folder with space, in which files may be executed")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x1", "8", "64x64", "8X8", "", "-4x4"})
  void anArrayThatCannotBeBuiltIsSaid(String array) {
    Simulations.requireTools();
    assertThat(target(array).probe())
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            missing -> assertThat(missing.toText()).contains("ASSAY_RTL_ARRAY"));
  }

  @Test
  void itsDeviceIsAModel() {
    Simulations.requireTools();
    assertThat(small().probe())
        .extracting(a -> a.toOptional().orElseThrow())
        .isInstanceOfSatisfying(
            Device.RtlModel.class, d -> assertThat(d.name()).isEqualTo("systolic 4x4 int8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemm/m=8,n=8,k=8           | f32 | precision f32",
        "gemm/m=8,n=8,k=8,beta=1    | s8  | MatMul",
        "gemm/m=8,n=8,k=8,alpha=2   | s8  | MatMul",
        "gemm/m=8,n=8,k=8,batch=2   | s8  | MatMul",
        "gemm/m=1,n=1,k=131072      | s8  | MatMul",
        "gemm/m=8192,n=8192,k=8192  | s8  | MatMul"
      })
  void whatTheArrayCannotDoIsData(String workload, String precision, String operation) {
    Precision number = Precision.byId(precision).orElseThrow();
    Program program = program(workload, number);
    assertThat(small().unsupported(program, number).orElseThrow().operation()).isEqualTo(operation);
    assertThatThrownBy(() -> small().compile(program, number, OPTIONS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLongestSumThatCannotWrapIsTaken() {
    assertThat(small().unsupported(program("gemm/m=1,n=1,k=131071", Precision.S8), Precision.S8))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemm/m=33,n=17,k=29",
        "gemm/m=33,n=17,k=29,ta=1",
        "gemm/m=33,n=17,k=29,tb=1",
        "gemm/m=33,n=17,k=29,ta=1,tb=1",
        "gemm/m=1,n=1,k=131071"
      })
  void theOracleFindsItExact(String id) {
    Simulations.requireTools();
    Workload.Kernel workload = (Workload.Kernel) Workloads.parse(id);
    Program program = workload.program(Precision.S8);
    try (Executable run = small().compile(program, Precision.S8, OPTIONS)) {
      for (long seed = 1; seed <= 2; seed++) {
        Map<Tensor, HostTensor> inputs = workload.inputs(program, seed);
        inputs.values().forEach(run::write);
        run.write(HostTensor.allocate(program.outputs().getFirst()).poison());
        run.execute();
        Tensor out = program.outputs().getFirst();
        Verdict verdict =
            Verifier.verify(program, Precision.S8, inputs, Map.of(out, run.read(out)), seed);
        assertThat(verdict.passed()).as(verdict.message()).isTrue();
        assertThat(verdict.worst()).isZero();
      }
    }
  }

  /** The same tensor on both sides is one input. */
  @Test
  void aSquareOfAMatrix() {
    Simulations.requireTools();
    ProgramBuilder p = Program.builder("square");
    Tensor a = p.input("a", Shape.of(7, 7), Precision.S8.input());
    p.output(p.matMul(a, a, Optional.empty(), 1, 0, false, true, Precision.S8.output()));
    Program program = p.build();
    Tensor out = program.outputs().getFirst();
    HostTensor values = SeededValues.normal(a, 5);
    try (Executable run = small().compile(program, Precision.S8, OPTIONS)) {
      run.write(values);
      run.execute();
      Verdict verdict =
          Verifier.verify(program, Precision.S8, Map.of(a, values), Map.of(out, run.read(out)), 5);
      assertThat(verdict.passed()).as(verdict.message()).isTrue();
    }
  }

  @Test
  void setsOfOperandsStayApart() {
    Simulations.requireTools();
    Workload.Kernel workload = (Workload.Kernel) Workloads.parse("gemm/m=5,n=3,k=7");
    Program program = workload.program(Precision.S8);
    Tensor out = program.outputs().getFirst();
    List<Map<Tensor, HostTensor>> sets =
        List.of(workload.inputs(program, 1), workload.inputs(program, 2));
    Target.Options two = new Target.Options(1, 2);
    try (Executable run = small().compile(program, Precision.S8, two)) {
      for (int set = 0; set < 2; set++) {
        run.select(set);
        sets.get(set).values().forEach(run::write);
      }
      for (int set : new int[] {1, 0, 1}) {
        run.select(set);
        run.execute();
        Verdict verdict =
            Verifier.verify(program, Precision.S8, sets.get(set), Map.of(out, run.read(out)), set);
        assertThat(verdict.passed()).as(verdict.message()).isTrue();
      }
    }
  }

  @Test
  void figuresAreThoseOfTheLastExecution() {
    Simulations.requireTools();
    Program program = program("gemm/m=5,n=3,k=2", Precision.S8);
    try (ModelledExecutable run =
        (ModelledExecutable) target("2x2").compile(program, Precision.S8, OPTIONS)) {
      assertThat(run.engine()).startsWith("systolic 2x2 int8, Verilator ");
      assertThatThrownBy(run::figures).isInstanceOf(IllegalStateException.class);
      run.execute();
      assertThat(run.deviceNanos()).isEmpty();
      ModelFigures figures = run.figures();
      assertThat(figures.macs()).isEqualTo(30);
      assertThat(figures.peakMacsPerCycle()).isEqualTo(4);
      assertThat(figures.cycles()).as("six tiles of k = 2, and the last drain").isGreaterThan(12);
      assertThat(run.figures()).isEqualTo(figures);
    }
  }

  @Test
  void strangersAreRefusedAndClosingTwiceIsHarmless() {
    Simulations.requireTools();
    Program program = program("gemm/m=5,n=3,k=2", Precision.S8);
    Tensor stranger = new Tensor("stranger", Shape.of(2), Precision.S8.input());
    Executable run = small().compile(program, Precision.S8, OPTIONS);
    assertThatThrownBy(() -> run.write(HostTensor.allocate(stranger)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> run.read(program.inputs().getFirst()))
        .isInstanceOf(IllegalArgumentException.class);
    run.close();
    run.close();
  }

  @Test
  void whatIsUnsupportedIsDataInEveryPrecision() {
    Simulations.requireTools();
    new ConformanceChecks(small(), Precision.S8).unsupportedIsData();
  }
}
