namespace Opml.Mips.Memory;

/// <summary>Somebody who keeps what code pages decode to, and must hear of writes to them. One an address space.</summary>
internal interface IWriteObserver
{
    /// <summary>Whether anything is kept of the page, so that writes to it must be told.</summary>
    bool IsCode(uint pageIndex);

    /// <summary>The host (not the guest's own engine) is about to write somewhere on a page that is code.</summary>
    void BeforeWrite(uint pageIndex);

    /// <summary>The observer of a fork, or null for none.</summary>
    IWriteObserver? ForFork(AddressSpace fork);
}
