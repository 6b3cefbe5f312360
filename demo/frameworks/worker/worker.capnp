using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "backend", worker = .backend),
    # A simulated Dwolla is on this machine.
    (name = "internet", network = (allow = ["local", "public"])),
  ],
  sockets = [(name = "http", service = "backend", http = ())],
);

# No compatibility flag: there are no APIs of Node.
const backend :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "dwolla-exchange-link/server", esModule = embed "node_modules/dwolla-exchange-link/dist/server/index.js"),
    # The server file imports it from beside itself.
    (name = "dwolla-exchange-link/zod.js", esModule = embed "node_modules/dwolla-exchange-link/dist/server/zod.js"),
  ],
  bindings = [
    (name = "SITE", fromEnvironment = "SITE"),
    (name = "DWOLLA_URL", fromEnvironment = "DWOLLA_URL"),
    (name = "DWOLLA_KEY", fromEnvironment = "DWOLLA_KEY"),
    (name = "DWOLLA_SECRET", fromEnvironment = "DWOLLA_SECRET"),
    (name = "CUSTOMER_ID", fromEnvironment = "CUSTOMER_ID"),
    (name = "WEBHOOK_SECRET", fromEnvironment = "WEBHOOK_SECRET"),
  ],
);
