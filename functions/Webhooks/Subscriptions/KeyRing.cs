using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>
/// The keys of Data Protection that were read, and those it created since. It reads keys synchronously, so they are
/// loaded before; the caller stores the new ones.
/// </summary>
internal sealed class KeyRing : IXmlRepository, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, XElement> _keys;
    private readonly List<(string Name, XElement Key)> _made = [];
    private readonly ServiceProvider _services;

    /// <summary>Takes the keys by their names.</summary>
    public KeyRing(IReadOnlyDictionary<string, XElement> keys)
    {
        _keys = new(keys, StringComparer.Ordinal);
        // A container of its own, without the hosted service that reads keys at every start.
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("Hookwork");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = this);
        _services = services.BuildServiceProvider();
        Protector = _services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Hookwork.Webhooks");
    }

    public IDataProtector Protector { get; }

    /// <summary>Whether it has every key of these names.</summary>
    public bool Has(IEnumerable<string> names)
    {
        lock (_gate)
            return names.All(_keys.ContainsKey);
    }

    /// <summary>The keys created since the last call.</summary>
    public IReadOnlyList<(string Name, XElement Key)> TakeMade()
    {
        lock (_gate)
        {
            List<(string, XElement)> made = [.. _made];
            _made.Clear();
            return made;
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
            return [.. _keys.Values.Select(key => new XElement(key))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _keys[friendlyName] = new XElement(element);
            _made.Add((friendlyName, new XElement(element)));
        }
    }

    public void Dispose() => _services.Dispose();
}
