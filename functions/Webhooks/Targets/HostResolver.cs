using System.Net;

namespace Hookwork.Webhooks.Targets;

/// <summary>Finds the addresses of a host name.</summary>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellationToken);
