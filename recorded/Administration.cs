using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>What an operator does in the server's database, and no event tells of.</summary>
public sealed class Administration
{
    private readonly Ledger _ledger;

    internal Administration(Ledger ledger) => _ledger = ledger;

    /// <summary>Deletes a patch.</summary>
    public void DeletePatch(long id)
    {
        lock (_ledger.Gate)
        {
            _ledger.Edit(world =>
            {
                world.Patches[id].Born = false;
                world.Patches[id].Touch();
                world.Patches[id].Series?.Touch();
            });
        }
    }
}
