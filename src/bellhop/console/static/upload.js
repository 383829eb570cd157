// Uploads to the watched bucket: by the button, or dropped anywhere on the room.

import { call } from "./api.js";
import { say } from "./words.js";

export class Upload {
  constructor(room, tell) {
    this.tell = tell;
    this.file = room.querySelector("#file");
    this.drop = room.querySelector("#drop");
    room.querySelectorAll("[data-upload-open]").forEach((one) => one.addEventListener("click", () => this.file.click()));
    this.file.addEventListener("change", () => {
      this.all([...this.file.files]);
      this.file.value = "";
    });
    room.addEventListener("dragover", (event) => this.over(event));
    room.addEventListener("dragleave", (event) => {
      if (!room.contains(event.relatedTarget)) this.drop.hidden = true;
    });
    room.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.drop.hidden = true;
      this.all([...event.dataTransfer.files]);
    });
  }

  over(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.drop.hidden = false;
  }

  async all(files) {
    for (const file of files) {
      this.tell(`${say("Uploading")} ${file.name}`);
      const form = new FormData();
      form.append("file", file);
      try {
        const { bucket, key } = await call("/api/upload", { method: "POST", body: form });
        this.tell(`${say("Uploaded")} s3://${bucket}/${key}`);
      } catch (error) {
        this.tell(`${file.name}: ${say("the file could not be uploaded")}: ${error.message}`, "bad");
        return;
      }
    }
  }
}

function hasFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}
