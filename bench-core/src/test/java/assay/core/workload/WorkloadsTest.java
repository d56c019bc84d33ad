package assay.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.program.Precision;
import assay.core.program.ProgramException;
import assay.core.program.Rate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemm/m=1000,n=37,k=4099",
        "gemm/m=1,n=2,k=3,ta=1,tb=1,alpha=0.5,beta=-2.0,batch=7",
        "conv/n=2,c=3,h=17,w=19,k=5,r=3,s=5,stride=2,pad=1",
        "conv/n=2,c=3,h=17,w=19,k=5,r=3,s=5",
        "conv/n=2,c=3,h=17,w=19,k=5,r=3,s=5,strideh=1,stridew=2,padh=0,padw=1,dir=backward-input",
        "conv/n=1,c=1,h=3,w=3,k=1,r=1,s=1,dir=backward-filter",
        "train/cnn-fashion",
        "train/cnn-fashion,data=full,epochs=3,batch=32",
        "train/cnn-fashion,images=640,epochs=1,optimizer=momentum,rate=0.5,schedule=step,decay=0.1,every=5",
        "train/cnn-fashion,optimizer=rmsprop,schedule=exponential,target=0.8",
        "train/cnn-fashion,images=96,optimizer=gd",
        "train/cnn-fashion,images=600,folds=5",
        "infer/cnn-fashion,batch=1",
        "memory/read,kib=24",
        "memory/copy,kib=24",
        "memory/triad,kib=262144",
        "peak/fma",
        "peak/fma,elements=100,steps=7",
        "peak/matrix",
        "peak/matrix,tiles=100,steps=7"
      })
  void aCanonicalIdIsItsWorkloadsId(String id) {
    Workload workload = Workloads.parse(id);
    assertThat(workload.id()).isEqualTo(id);
    assertThat(workload.family()).isEqualTo(id.substring(0, id.indexOf('/')));
    assertThat(Workloads.parse(workload.id())).isEqualTo(workload);
    assertThat(Workloads.parse(id.replace(',', ';').replace('=', ':'))).isEqualTo(workload);
    assertThat(workload.work(Precision.F32).amount(workload.rate())).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "gemm/k=3,n=2,m=1 | gemm/m=1,n=2,k=3",
        "^ gemm/m=1, n=2,k=3 ^ | gemm/m=1,n=2,k=3",
        "gemm/m=1,n=2,k=3,ta=0,alpha=1,beta=0,batch=1 | gemm/m=1,n=2,k=3",
        "conv/n=1,c=1,h=9,w=9,k=1,r=3,s=3,strideh=2,stridew=2 | conv/n=1,c=1,h=9,w=9,k=1,r=3,s=3,stride=2",
        "conv/n=1,c=1,h=9,w=9,k=1,r=3,s=3,dir=forward,pad=0 | conv/n=1,c=1,h=9,w=9,k=1,r=3,s=3",
        "infer/cnn-fashion | infer/cnn-fashion,batch=1",
        "train/cnn-fashion,optimizer=adam,batch=64,epochs=10 | train/cnn-fashion",
        "peak/fma,steps=4096 | peak/fma",
        "peak/fma,steps=4096,elements=65536 | peak/fma,elements=65536"
      })
  void otherSpellingsHaveTheSameCanonicalId(String id, String canonical) {
    assertThat(Workloads.parse(id).id()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "gemm | must have the form family/parameters",
        "gemm/ | must have the form family/parameters",
        "/m=1 | must have the form family/parameters",
        "gmm/m=1,n=1,k=1 | no family 'gmm'; did you mean gemm",
        "gemm/m=0,n=1,k=1 | m=0 must be at least 1",
        "gemm/m=-5,n=1,k=1 | m=-5 must be at least 1",
        "gemm/m=1.5,n=1,k=1 | m=1.5 must be a whole number",
        "gemm/m=9223372036854775808,n=1,k=1 | must be a whole number that fits 64 bits",
        "gemm/m=1,k=1 | is missing n=",
        "gemm/m=1,n=1,k=1,m=2 | gives m twice",
        "gemm/m=1,n=1,k=1,z=2 | gemm has no parameter 'z'; it has m, n, k, ta, tb, alpha, beta, batch",
        "gemm/m=1,n=1,k=1,fast | gemm has no parameter 'fast'",
        "gemm/m=1,,n=1,k=1 | '' must be key=value",
        "gemm/m=,n=1,k=1 | 'm=' must be key=value",
        "gemm/m=1,n=1,k=1,ta=2 | ta=2 is not one of 0, 1",
        "gemm/m=1,n=1,k=1,alpha=NaN | alpha=NaN must be finite",
        "gemm/m=1,n=1,k=1,alpha=1e999 | alpha=1e999 must be finite",
        "gemm/m=1,n=1,k=1,beta=x | beta=x must be a number",
        "conv/n=1,c=1,h=9,w=9,k=1,r=3,s=3,dir=backwards | did you mean forward or backward-input",
        "conv/n=1,c=1,h=9,w=9,k=1,r=3,s=3,pad=-1 | pad=-1 must be at least 0",
        "conv/n=1,c=1,h=9,w=9,k=1,r=3000000000,s=3 | 3000000000 is too large",
        "memory/kib=4 | must name one of read, copy, triad",
        "memory/tirad,kib=4 | did you mean triad",
        "memory/copy | is missing kib=",
        "memory/copy,kib=9007199254740992 | overflows",
        "peak/fma,elements=4611686018427387904 | overflows",
        "peak/fma,steps=262145 | must be at most 262144",
        "peak/fam | did you mean fma",
        "peak/matrix,steps=4097 | must be at most 4096",
        "peak/matrix,tiles=9007199254740992 | overflows",
        "peak/matrix,elements=5 | has no parameter 'elements'",
        "train/mnist | did you mean cnn-fashion",
        "train/cnn-fashion,epochs=2000000 | more than 1,000,000",
        "train/cnn-fashion,optimizer=adamw | did you mean adam",
        "train/cnn-fashion,images=10 | do not fill one batch of 64",
        "train/cnn-fashion,optimizer=gd | give images=N and omit batch",
        "train/cnn-fashion,folds=1 | folds=1 must be 2 to 12000, the number of images",
        "train/cnn-fashion,images=70,folds=71 | folds=71 must be 2 to 70",
        "train/cnn-fashion,images=70,folds=5 | leaves 56 training images, which do not fill one batch",
        "train/cnn-fashion,images=96,optimizer=gd,folds=2 | a fold leaves out some of them",
        "train/cnn-fashion,target=1.5 | must be in (0, 1]",
        "train/cnn-fashion,every=5 | train has no parameter 'every'",
        "gemm/m=1,n=1,k=1,cache=cool | cache=cool is not one of warm, cold",
        "memory/copy,kib=64,cache=cold | memory has no parameter 'cache'",
        "peak/fma,cache=cold | peak has no parameter 'cache'"
      })
  void aMistakeSaysWhatAndWhere(String id, String said) {
    assertThatThrownBy(() -> Workloads.parse(id))
        .isInstanceOf(WorkloadException.class)
        .hasMessageContaining(said)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemm/m=3037000500,n=3037000500,k=1",
        "gemm/m=1,n=1,k=9223372036854775807",
        "conv/n=1,c=1,h=9223372036854775807,w=9,k=1,r=3,s=3",
        "infer/cnn-fashion,batch=9223372036854775807"
      })
  void aShapeThatOverflowsIsRefusedBeforeAnythingIsAllocated(String id) {
    assertThatThrownBy(() -> Workloads.parse(id))
        .isInstanceOfAny(ProgramException.class, WorkloadException.class)
        .hasMessageContaining("overflow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemm/m=2,n=3,k=4",
        "conv/n=1,c=1,h=5,w=5,k=1,r=3,s=3",
        "infer/cnn-fashion,batch=1"
      })
  void coldIsTheSameProgramUnderAnotherName(String id) {
    Workload.Kernel warm = (Workload.Kernel) Workloads.parse(id);
    Workload.Kernel cold = (Workload.Kernel) Workloads.parse(id + ",cache=cold");
    assertThat(cold).isEqualTo(Workloads.cold(warm)).isEqualTo(Workloads.cold(cold));
    assertThat(Workloads.parse(cold.id())).isEqualTo(cold).isNotEqualTo(warm);
    assertThat(cold.id()).isNotEqualTo(warm.id()).endsWith(",cache=cold");
    assertThat(cold.cold()).isTrue();
    assertThat(warm.cold()).isFalse();
    assertThat(cold.timing()).isEqualTo(warm.timing());
    assertThat(cold.program(Precision.F32)).isEqualTo(warm.program(Precision.F32));
    assertThat(cold.work(Precision.F32)).isEqualTo(warm.work(Precision.F32));
    assertThat(Workloads.parse(id + ",cache=warm")).isEqualTo(warm);
  }

  @Test
  void trainingHasAColdNameAndNoColdRun() {
    Workload cold = Workloads.parse("train/cnn-fashion,images=64,cache=cold");
    assertThat(Workloads.parse(cold.id())).isEqualTo(cold);
    assertThatThrownBy(() -> cold.program(Precision.F32))
        .isInstanceOf(WorkloadException.class)
        .hasMessageContaining("an epoch is timed as a whole");
    for (String ceiling : java.util.List.of("memory/copy,kib=64", "peak/fma")) {
      assertThat(Workloads.cold(Workloads.parse(ceiling))).isEqualTo(Workloads.parse(ceiling));
    }
  }

  static Stream<String> everyFamily() {
    return Workloads.all().stream().map(Workloads.Family::name);
  }

  @ParameterizedTest
  @MethodSource("everyFamily")
  void everyFamilyIsRefusedWithReasonOrBuiltInEveryPrecision(String family) {
    Workload workload =
        Suites.load("smoke").workloads().stream()
            .filter(w -> w.family().equals(family))
            .findFirst()
            .orElseThrow();
    for (Precision precision : Precision.values()) {
      try {
        assertThat(workload.program(precision).ops()).isNotEmpty();
      } catch (WorkloadException e) {
        assertThat(e).hasMessageContaining(precision.id());
      }
    }
    assertThat(workload.build(Precision.F32)).isEqualTo(workload.build(Precision.F32));
  }

  @Test
  void workIsCountedByTheTextbook() {
    var gemm = Workloads.parse("gemm/m=10,n=20,k=30");
    assertThat(gemm.work(Precision.F32).amount(Rate.FLOPS)).isEqualTo(2L * 10 * 20 * 30);
    var conv = Workloads.parse("conv/n=2,c=3,h=17,w=19,k=5,r=3,s=5,stride=2,pad=1");
    // Output (17+2-3)/2+1 = 9 by (19+2-5)/2+1 = 9.
    assertThat(conv.work(Precision.F32).amount(Rate.FLOPS))
        .isEqualTo(2L * 2 * 9 * 9 * 5 * 3 * 3 * 5);
    // Two reads and a write of 1024/3 KiB each, down to whole elements.
    var triad = Workloads.parse("memory/triad,kib=1024");
    assertThat(triad.work(Precision.F32).amount(Rate.BYTES)).isEqualTo(3L * 4 * (1024 * 1024 / 12));
    var peak = Workloads.parse("peak/fma,elements=10,steps=7");
    assertThat(peak.work(Precision.F32).amount(Rate.FLOPS)).isEqualTo(140);
    var chains = Workloads.parse("peak/matrix,tiles=10,steps=7");
    // 32 bytes of k.
    assertThat(chains.work(Precision.S8).amount(Rate.FLOPS)).isEqualTo(2L * 10 * 16 * 8 * 32 * 7);
    assertThat(chains.work(Precision.BF16).amount(Rate.FLOPS)).isEqualTo(2L * 10 * 16 * 8 * 16 * 7);
  }
}
