using Hookwork.Input;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The folder of this process's catalog files. The process holds a lock on its folder until it ends; the next process
/// to start deletes unlocked folders.
/// </summary>
public sealed class CatalogFolder : IDisposable
{
    private const string LockName = "lock";
    private const string Prefix = "catalogs-";
    private const string Preparing = ".new";
    private readonly FileStream _lock;
    private int _files;

    private CatalogFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>Creates a folder for this process and deletes those of ended processes.</summary>
    /// <exception cref="SettingsException">The folder is not writable.</exception>
    public static CatalogFolder Take(string root)
    {
        try
        {
            return Make(root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"Hookwork__CatalogFolder is '{Printable.Escape(root)}', where search cannot store its files ({Printable.Escape(exception.Message)}): name a folder that Hookwork may write to."
            );
        }
    }

    private static CatalogFolder Make(string root)
    {
        Directory.CreateDirectory(root);
        // Other folders here are not ours to delete.
        foreach (var folder in Directory.EnumerateDirectories(root, Prefix + "*").Where(IsOurs))
            RemoveIfAbandoned(folder);

        var path = System.IO.Path.Combine(root, $"{Prefix}{Guid.NewGuid():N}");
        var preparing = path + Preparing;
        Directory.CreateDirectory(preparing);
        var held = new FileStream(
            System.IO.Path.Combine(preparing, LockName),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None
        );
        Directory.Move(preparing, path);
        return new CatalogFolder(path, held);
    }

    /// <summary>A file name not used before. Recreates the folder if a cleaner of temporary files deleted it.</summary>
    public string NewFile() =>
        System.IO.Path.Combine(Directory.CreateDirectory(Path).FullName, $"{Interlocked.Increment(ref _files)}.db");

    /// <summary>Deletes a file and SQLite's files beside it.</summary>
    public static void Remove(string file)
    {
        try
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                File.Delete(file + suffix);
        }
        // A cleaner deleted the folder, and its lock with it, so that another process may delete the one made since.
        catch (DirectoryNotFoundException) { }
    }

    public void Dispose()
    {
        _lock.Dispose();
        RemoveIfAbandoned(Path);
    }

    private static bool IsOurs(string folder)
    {
        var name = System.IO.Path.GetFileName(folder.AsSpan())[Prefix.Length..];
        return Guid.TryParseExact(
            name.EndsWith(Preparing, StringComparison.Ordinal) ? name[..^Preparing.Length] : name,
            "N",
            out _
        );
    }

    private static void RemoveIfAbandoned(string folder)
    {
        try
        {
            // Another process may have created a new folder but not locked it yet.
            if (
                folder.EndsWith(Preparing, StringComparison.Ordinal)
                && DateTime.UtcNow - Directory.GetCreationTimeUtc(folder) < TimeSpan.FromMinutes(1)
            )
                return;
            using (
                new FileStream(
                    System.IO.Path.Combine(folder, LockName),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            )
                Directory.Delete(folder, recursive: true);
        }
        // The folder is locked, in use, or being deleted by another process; the next process to start retries.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }
}
