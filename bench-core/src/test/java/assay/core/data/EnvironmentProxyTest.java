package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 15, unit = TimeUnit.SECONDS)
class EnvironmentProxyTest extends FetcherFixture {
  /** Nobody can resolve it, so that what is fetched from there came through the proxy. */
  private static final String HIDDEN = "://data.invalid/set/";

  private static DataFetcher fetcher(String base, Map<String, String> variables) {
    return new DataFetcher(options(URI.create(base), 1), SAMPLES.files(), variables);
  }

  private static String authority(FileServer server) {
    return server.base().getAuthority();
  }

  @Test
  void fetchesThroughTheProxy() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.good(r, out, packed(r), TAG))) {
      fetcher("http" + HIDDEN, Map.of("http_proxy", "http://" + authority(server) + "/"))
          .fetch(root, log);
      assertThat(server.requests().getFirst().path()).isEqualTo("http" + HIDDEN + FIRST);
      assertThat(root.resolve(FIRST)).hasBinaryContent(FILE);
    }
  }

  @Test
  void aProxyThatRefusesATunnelIsNamed() throws IOException {
    try (var server = new FileServer((r, out) -> FileServer.head(out, 403, "Content-Length: 0"))) {
      DataFetcher fetcher = fetcher("https" + HIDDEN, Map.of("HTTPS_PROXY", authority(server)));
      assertThatThrownBy(() -> fetcher.fetch(root, log))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the proxy does not connect to https" + HIDDEN)
          .hasMessageContaining("403");
      assertThat(server.requests().getFirst().path()).isEqualTo("data.invalid:443");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example.com/, proxy:1",
    "https://a.example.com/, secure:2",
    "http://b.com/, ''",
    "https://c.b.com:8443/, ''",
    "http://bb.com/, proxy:1",
    "http://d.com:81/, ''",
    "http://d.com:82/, proxy:1",
    "http://e.org/, ''"
  })
  void choosesAsCurlDoes(String url, String expected) {
    EnvironmentProxy proxy =
        new EnvironmentProxy(
            Map.of(
                "http_proxy",
                "proxy:1",
                "HTTP_PROXY",
                "attacker:9",
                "HTTPS_PROXY",
                "http://secure:2",
                "all_proxy",
                "http://other:3",
                "no_proxy",
                "b.com, d.com:81 ,.e.org,"));
    assertThat(proxy.proxy(URI.create(url)).map(URI::getAuthority).orElse("")).isEqualTo(expected);
  }

  @Test
  void aRequestsHeaderIsNotTaken() {
    assertThat(
            new EnvironmentProxy(Map.of("HTTP_PROXY", "attacker:9")).proxy(URI.create("http://a/")))
        .isEmpty();
  }

  @Test
  void aStarExceptsEverything() {
    assertThat(
            new EnvironmentProxy(Map.of("https_proxy", "p:1", "NO_PROXY", "*"))
                .proxy(URI.create("https://a/")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p:1", "http://", "me:secret@p q"})
  void refusesWhatIsNoHttpProxyWithoutRepeatingIt(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fetcher("https" + HIDDEN, Map.of("https_proxy", value)))
        .withMessageContaining("https_proxy must be the URL of an HTTP proxy")
        .withMessageNotContaining("secret");
  }

  @Test
  void aProxyThatDoesNotAnswerIsNamed() {
    DataFetcher fetcher = fetcher("http" + HIDDEN, Map.of("http_proxy", "127.0.0.1:1"));
    assertThatThrownBy(() -> fetcher.fetch(root, log))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("through the proxy");
  }
}
