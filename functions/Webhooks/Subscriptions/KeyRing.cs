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
    private readonly List<XElement> _keys;
    private readonly List<(string Name, XElement Key)> _made = [];
    private readonly ServiceProvider _services;

    public KeyRing(IEnumerable<XElement> keys)
    {
        _keys = [.. keys];
        // A container of its own, without the hosted service that reads keys at every start.
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("Hookwork");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = this);
        _services = services.BuildServiceProvider();
        Protector = _services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Hookwork.Webhooks");
    }

    public IDataProtector Protector { get; }

    /// <summary>Whether a key is among them.</summary>
    public bool Has(Guid id)
    {
        lock (_gate)
            return _keys.Exists(key => Guid.TryParse((string?)key.Attribute("id"), out var known) && known == id);
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
            return [.. _keys.Select(key => new XElement(key))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _keys.Add(new XElement(element));
            _made.Add((friendlyName, new XElement(element)));
        }
    }

    public void Dispose() => _services.Dispose();
}
