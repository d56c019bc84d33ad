package assay.core.data;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code no_proxy}, as
 * curl and wget read them, in lower or upper case ({@code http_proxy} in lower case only: a web
 * server sets {@code HTTP_PROXY} from a request's header). Java by itself reads none of them; its
 * own properties such as {@code https.proxyHost} win where they are set.
 */
final class EnvironmentProxy extends ProxySelector {
  /** Without this, the JDK does not send a password to the proxy of an https connection. */
  private static final String BARRED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private static final int DEFAULT_PORT = 1080;

  private final Map<String, String> variables;

  EnvironmentProxy(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (System.getProperty(uri.getScheme() + ".proxyHost") != null) {
      return ProxySelector.getDefault().select(uri);
    }
    return proxy(uri)
        .map(p -> new InetSocketAddress(p.getHost(), p.getPort() < 0 ? DEFAULT_PORT : p.getPort()))
        .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  /**
   * The proxy for a URL; empty if there is none.
   *
   * @throws IllegalArgumentException if the variable holds no URL of an HTTP proxy
   */
  Optional<URI> proxy(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    for (String name : List.of(scheme + "_proxy", "all_proxy")) {
      String value = variable(name);
      if (value != null) {
        return isExcepted(uri) ? Optional.empty() : Optional.of(parsed(name, value));
      }
    }
    return Optional.empty();
  }

  /** Answers with the user and password in the proxy's URL; empty if it has none. */
  Optional<Authenticator> authenticator(URI uri) {
    Optional<String> user = proxy(uri).map(URI::getUserInfo);
    if (user.isPresent() && System.getProperty(BARRED_SCHEMES) == null) {
      System.setProperty(BARRED_SCHEMES, "");
    }
    return user.map(EnvironmentProxy::authenticator);
  }

  private static Authenticator authenticator(String userAndPassword) {
    String[] parts = userAndPassword.split(":", 2);
    char[] password = (parts.length == 1 ? "" : parts[1]).toCharArray();
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? new PasswordAuthentication(parts[0], password)
            : null;
      }
    };
  }

  private @Nullable String variable(String name) {
    String lower = variables.getOrDefault(name, "").strip();
    String value =
        lower.isEmpty() && !name.equals("http_proxy")
            ? variables.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
            : lower;
    return value.isEmpty() ? null : value;
  }

  private static URI parsed(String name, String value) {
    String problem = name + " must be the URL of an HTTP proxy, such as http://proxy:3128";
    try {
      URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
      if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getHost() == null) {
        throw new IllegalArgumentException(problem);
      }
      return proxy;
    } catch (IllegalArgumentException e) {
      // Its value is not repeated, since it may contain a password.
      throw new IllegalArgumentException(problem, e);
    }
  }

  /** Whether {@code no_proxy} names the host, a domain that contains it, or everything. */
  private boolean isExcepted(URI uri) {
    String excepted = variable("no_proxy");
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    for (String entry : excepted == null ? new String[0] : excepted.split("[,\\s]+", -1)) {
      String domain = entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
      boolean named = host.equals(domain) || host.endsWith("." + domain);
      if (entry.equals("*")
          || domain.equals(host + ":" + uri.getPort())
          || (named && !domain.isEmpty())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The transfer reports it.
  }
}
