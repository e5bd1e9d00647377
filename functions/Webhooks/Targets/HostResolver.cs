using System.Net;

namespace Hookwork.Webhooks.Targets;

/// <summary>Resolves a host name to addresses.</summary>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellationToken);
