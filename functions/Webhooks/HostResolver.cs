using System.Net;

namespace Hookwork.Webhooks;

/// <summary>Finds the addresses of a host name.</summary>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellationToken);
