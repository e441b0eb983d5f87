CREATE TABLE `heartbeat` (
	`id` integer PRIMARY KEY NOT NULL,
	`alive_at` real NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`room_code` text NOT NULL,
	`user_id` text,
	`message` text NOT NULL,
	`created_at` text NOT NULL,
	`media_time` real,
	`reply_to` integer,
	FOREIGN KEY (`room_code`) REFERENCES `rooms`(`code`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `messages_by_room` ON `messages` (`room_code`,`id`);--> statement-breakpoint
CREATE INDEX `messages_by_user` ON `messages` (`user_id`);--> statement-breakpoint
CREATE TABLE `participants` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`room_code` text NOT NULL,
	`user_id` text NOT NULL,
	`status` text NOT NULL,
	`is_muted` integer NOT NULL,
	FOREIGN KEY (`room_code`) REFERENCES `rooms`(`code`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `participants_by_room` ON `participants` (`room_code`,`user_id`);--> statement-breakpoint
CREATE INDEX `participants_by_user` ON `participants` (`user_id`);--> statement-breakpoint
CREATE TABLE `queue_items` (
	`id` text NOT NULL,
	`room_code` text NOT NULL,
	`position` integer NOT NULL,
	`media` text NOT NULL,
	`added_by` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`room_code`, `id`),
	FOREIGN KEY (`room_code`) REFERENCES `rooms`(`code`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`added_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `queue_items_by_user` ON `queue_items` (`added_by`);--> statement-breakpoint
CREATE TABLE `rooms` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`host_id` text NOT NULL,
	`is_public` integer NOT NULL,
	`is_chat_enabled` integer NOT NULL,
	`requires_approval` integer NOT NULL,
	`is_queue_open` integer NOT NULL,
	`created_at` text NOT NULL,
	`is_playing` integer NOT NULL,
	`time` real NOT NULL,
	`rate` real NOT NULL,
	`effective_at` real NOT NULL,
	`revision` integer NOT NULL,
	`reserved_revision` integer NOT NULL,
	`media` text,
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `rooms_by_host` ON `rooms` (`host_id`);--> statement-breakpoint
CREATE INDEX `rooms_public` ON `rooms` (`is_public`,`created_at`);--> statement-breakpoint
CREATE INDEX `rooms_playing` ON `rooms` (`is_playing`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`generation` integer NOT NULL,
	`expires_at` real NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text,
	`password_hash` text,
	`display_name` text NOT NULL,
	`is_guest` integer NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);