using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>How a client talks to the service: version, retries, transport, diagnostics and added policies.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Options for one version of the service.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is none of <see cref="ServiceVersion"/>.</exception>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        VersionString = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };

        // The rest of what a request or answer carries may be a secret or a row's content; these are neither.
        foreach (var name in (string[])["x-ms-error-code", "x-ms-version", "DataServiceVersion", "Prefer", "Preference-Applied"])
            Diagnostics.LoggedHeaderNames.Add(name);
        foreach (var name in (string[])["$format", "$filter", "$top", "$select"])
            Diagnostics.LoggedQueryParameters.Add(name);
    }

    /// <summary>The versions of the service's REST interface.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 2,
    }

    /// <summary>The version as the x-ms-version header shows it.</summary>
    internal string VersionString { get; }
}
