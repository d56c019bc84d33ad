package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.ffi.Place;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where libraries are looked for and in which order, with folders of stand-ins that are loaded. */
class CudaLibrariesTest {
  @TempDir Path root;
  private Path home;
  private Path local;
  private Path python;

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(root.resolve("home"));
    local = Files.createDirectories(root.resolve("local"));
    python = Files.createDirectories(root.resolve("python/lib"));
  }

  private List<Place> places() {
    return CudaPlaces.of(Map.of("CUDA_HOME", home.toString()), local, List.of(python));
  }

  private Path site() {
    return python.resolve("python3.12/site-packages/nvidia");
  }

  /** Without the linker, which would find what this machine has. */
  private CudaLibraries load(int newest) {
    return CudaLibraries.load(
        places().stream().filter(place -> !(place instanceof Place.LinkerPath)).toList(), newest);
  }

  private CudaLibraries load() {
    return load(13);
  }

  private static String reason(Availability<Library> library) {
    return missing(library).reason();
  }

  private static Unavailable<Library> missing(Availability<Library> library) {
    assertThat(library).isInstanceOf(Unavailable.class);
    return (Unavailable<Library>) library;
  }

  private static List<Path> folders(Place place) {
    assertThat(place).isInstanceOf(Place.Folders.class);
    return ((Place.Folders) place).folders();
  }

  @Test
  void placesInTheirOrder() throws IOException {
    for (String toolkit : List.of("cuda-9.2", "cuda-12.9", "cuda", "cuda-13.0", "cuda-12.10")) {
      Files.createDirectories(local.resolve(toolkit));
    }
    for (String part : List.of("cublas", "cudnn", "cu13")) {
      Files.createDirectories(site().resolve(part).resolve("lib"));
    }
    List<Place> places = places();
    assertThat(places).hasSize(4);
    assertThat(folders(places.get(0))).containsExactly(home.resolve("lib64"), home.resolve("lib"));
    assertThat(places.get(1)).isInstanceOf(Place.LinkerPath.class);
    assertThat(folders(places.get(2)))
        .containsExactly(
            local.resolve("cuda/lib64"),
            local.resolve("cuda-13.0/lib64"),
            local.resolve("cuda-12.10/lib64"),
            local.resolve("cuda-12.9/lib64"),
            local.resolve("cuda-9.2/lib64"));
    assertThat(folders(places.get(3)))
        .containsExactly(
            site().resolve("cudnn/lib"), site().resolve("cublas/lib"), site().resolve("cu13/lib"));
  }

  @Test
  void whatIsNamedIsTheOnlyPlace() {
    Map<String, String> environment =
        Map.of("CUDA_HOME", home.toString(), CudaPlaces.NAMED.variable(), "/variable");
    System.setProperty(
        CudaPlaces.NAMED.property(), root + File.pathSeparator + " " + File.pathSeparator + local);
    try {
      List<Place> byProperty = CudaPlaces.of(environment, local, List.of(python));
      assertThat(byProperty).hasSize(1);
      assertThat(folders(byProperty.getFirst())).containsExactly(root, local);
    } finally {
      System.clearProperty(CudaPlaces.NAMED.property());
    }
    List<Place> byVariable = CudaPlaces.of(environment, local, List.of(python));
    assertThat(byVariable).hasSize(1);
    assertThat(folders(byVariable.getFirst())).containsExactly(Path.of("/variable"));
  }

  @Test
  void theFirstPlaceIsTaken() throws IOException {
    String file = "libcublasLt.so.13";
    Path last =
        CudaStandIn.put(site().resolve("cu13/lib"), "cublaslt_standin", file, "VERSION=130003");
    assertFound("13.0.3", last);
    Path third =
        CudaStandIn.put(
            local.resolve("cuda-13.0/lib64"), "cublaslt_standin", file, "VERSION=130002");
    assertFound("13.0.2", third);
    Path first = CudaStandIn.put(home.resolve("lib64"), "cublaslt_standin", file, "VERSION=130001");
    assertFound("13.0.1", first);
    Files.delete(first);
    assertFound("13.0.2", third);
  }

  private void assertFound(String version, Path path) {
    Library loaded = CudaStandIn.loaded(load().cublasLt());
    assertThat(loaded.version()).isEqualTo(version);
    assertThat(loaded.loaded().path()).isEqualTo(path.toString());
    assertThat(loaded.cudaMajor()).isEqualTo(13);
  }

  @ParameterizedTest
  @CsvSource({"13, 13.1.1", "12, 12.4.5", "11, 11.4.1"})
  void theNewestThatTheDriverKnows(int driver, String version) {
    Path folder = home.resolve("lib64");
    CudaStandIn.put(folder, "cublaslt_standin", "libcublasLt.so.11", "VERSION=11401");
    CudaStandIn.put(folder, "cublaslt_standin", "libcublasLt.so.12", "VERSION=120405");
    CudaStandIn.put(folder, "cublaslt_standin", "libcublasLt.so.13");
    assertThat(CudaStandIn.loaded(load(driver).cublasLt()).version()).isEqualTo(version);
  }

  @Test
  void aDriverThatIsTooOldForAll() {
    CudaStandIn.all(home.resolve("lib64"));
    CudaLibraries found = load(10);
    assertThat(reason(found.cublasLt())).contains("the driver supports CUDA up to 10");
    assertThat(reason(found.nvrtc())).contains("the driver supports CUDA up to 10");
    assertThat(reason(found.cudnn()))
        .contains("built for CUDA 13; the driver supports CUDA up to 10");
  }

  @Test
  void cudnnOfAnotherCudaIsUnavailable() {
    Path folder = home.resolve("lib64");
    CudaStandIn.put(folder, "cublaslt_standin", "libcublasLt.so.13");
    Path cudnn = CudaStandIn.cudnn(folder, "VERSION=90501", "CUDART=12060");
    CudaLibraries found = load();
    assertThat(reason(found.cudnn()))
        .isEqualTo(
            "cuDNN 9.5.1 (%s) was built for CUDA 12, but cuBLASLt 13.1.1 (%s) for CUDA 13; they"
                    .formatted(cudnn, folder.resolve("libcublasLt.so.13"))
                + " cannot be used in one process");
    assertThat(missing(found.cudnn()).remedyText())
        .contains("install cuDNN 9 for CUDA 13", CudaPlaces.NAMED.variable());
    assertThat(provenance(found)).containsOnlyKeys("cuBLASLt");
  }

  @Test
  void cudnnAloneWillDo() {
    CudaStandIn.cudnn(home.resolve("lib64"));
    CudaLibraries found = load();
    assertThat(found.cudnn()).isInstanceOf(Available.class);
    assertThat(reason(found.cublasLt())).contains("libcublasLt.so.13, libcublasLt.so.12");
  }

  @Test
  void partsAreLoadedFirst() throws IOException {
    Path folder = home.resolve("lib64");
    CudaStandIn.all(folder);
    CudaStandIn.put(folder, "cudnn_part_standin", "libnvrtc-builtins.so.13.2");
    Path loads = Files.createFile(folder.resolve("loads"));
    CudaLibraries found = load();
    assertThat(Files.readAllLines(loads))
        .containsExactly(
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn.so.9",
            "libnvrtc.so.13",
            "libnvrtc-builtins.so.13.2");
    assertThat(provenance(found))
        .containsEntry("cuBLASLt", "13.1.1 (" + folder.resolve("libcublasLt.so.13") + ")")
        .containsEntry("cuBLAS", "13.1.2 (" + folder.resolve("libcublas.so.13") + ")")
        .containsEntry("cuDNN", "9.24.0 (" + folder.resolve("libcudnn.so.9") + ")")
        .containsEntry("NVRTC", "13.2 (" + folder.resolve("libnvrtc.so.13") + ")");
  }

  private static Map<String, String> provenance(CudaLibraries libraries) {
    Map<String, String> found = new LinkedHashMap<>();
    libraries
        .byName()
        .forEach((name, library) ->
            library.toOptional().ifPresent(loaded -> found.put(name, loaded.provenance())));
    return found;
  }

  @Test
  void whatCannotBeLoadedIsNotedAndTheSearchGoesOn() throws IOException {
    Path damaged = Files.createDirectories(home.resolve("lib64")).resolve("libcublasLt.so.13");
    Files.writeString(damaged, "text");
    assertThat(reason(load().cublasLt()))
        .contains(home.toString(), damaged + " exists but cannot be loaded");
    CudaStandIn.put(local.resolve("cuda/lib64"), "cublaslt_standin", "libcublasLt.so.13");
    assertThat(load().cublasLt()).isInstanceOf(Available.class);
  }

  @Test
  void aPartOfCudnnIsNotThere() throws IOException {
    CudaStandIn.cudnn(home.resolve("lib64"));
    Path part = home.resolve("lib64/libcudnn_ops.so.9");
    Files.delete(part);
    assertThat(reason(load().cudnn())).contains(part + ", a part of libcudnn.so.9, does not exist");
  }

  @Test
  void aLibraryThatDoesNotTellItsVersion() {
    CudaStandIn.put(
        home.resolve("lib64"),
        "cublaslt_standin",
        "libcublasLt.so.13",
        "cublasLtGetVersion=absent");
    assertThat(reason(load().cublasLt()))
        .contains("does not report its version: cublasLtGetVersion failed: ", "lacks it");
  }

  @Test
  void aRealProcessSearchesByItsEnvironment() throws Exception {
    Path byLinker = CudaStandIn.all(root.resolve("linker"));
    Path toolkit = root.resolve("toolkit");
    Path byHome = toolkit.resolve("lib64");
    CudaStandIn.put(byHome, "cublaslt_standin", "libcublasLt.so.13", "VERSION=130201");
    Path named = root.resolve("named");
    CudaStandIn.put(named, "cublaslt_standin", "libcublasLt.so.12", "VERSION=120301");

    List<String> linker = run(Map.of("LD_LIBRARY_PATH", byLinker.toString()));
    assertThat(linker)
        .contains(
            "cuBLASLt 13.1.1 (" + byLinker.resolve("libcublasLt.so.13") + ")",
            "cuDNN 9.24.0 (" + byLinker.resolve("libcudnn.so.9") + ")",
            "NVRTC 13.2 (" + byLinker.resolve("libnvrtc.so.13") + ")");
    List<String> homeFirst =
        run(Map.of("LD_LIBRARY_PATH", byLinker.toString(), "CUDA_HOME", toolkit.toString()));
    assertThat(homeFirst)
        .contains(
            "cuBLASLt 13.2.1 (" + byHome.resolve("libcublasLt.so.13") + ")",
            "NVRTC 13.2 (" + byLinker.resolve("libnvrtc.so.13") + ")");
    List<String> namedOnly =
        run(
            Map.of(
                "LD_LIBRARY_PATH",
                byLinker.toString(),
                "CUDA_HOME",
                toolkit.toString(),
                CudaPlaces.NAMED.variable(),
                named.toString()));
    assertThat(namedOnly)
        .contains("cuBLASLt 12.3.1 (" + named.resolve("libcublasLt.so.12") + ")")
        .anyMatch(line -> line.startsWith("cuDNN missing: ") && line.endsWith(": " + named));
  }

  private static List<String> run(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FoundLibraries.class.getName())
            .redirectErrorStream(true);
    builder.environment().remove(CudaPlaces.NAMED.variable());
    builder.environment().remove("CUDA_HOME");
    builder.environment().remove("CUDA_PATH");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().toList();
  }
}
